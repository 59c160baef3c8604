package dev.caravan.aws;

import dev.caravan.aws.WatchedRequest.Patience;
import dev.caravan.limit.Waits;
import java.time.Duration;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The SDK's HTTP client, with a limit of its own for what makes no progress: the client itself has none for a body that the other side
 * does not take, and waits half a minute for each piece of an answer.
 */
public final class WatchedHttpClient implements SdkHttpClient {
    private final SdkHttpClient client;
    private final Waits waits;
    private final Patience patience;

    private WatchedHttpClient(SdkHttpClient client, Waits waits, Patience patience) {
        this.client = client;
        this.waits = waits;
        this.patience = patience;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new WatchedRequest(request, client::prepareRequest, waits, patience);
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Makes the clients of one service. */
    public static final class Builder implements SdkHttpClient.Builder<Builder> {
        private final Waits waits;
        private final Patience patience;

        public Builder(Waits waits, Patience patience) {
            this.waits = waits;
            this.patience = patience;
        }

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            // No shorter than ours, which knows what is waited for and says so.
            Duration silence = patience.longest().plusSeconds(10);
            return new WatchedHttpClient(
                    ApacheHttpClient.builder().socketTimeout(silence).buildWithDefaults(defaults), waits, patience);
        }
    }
}

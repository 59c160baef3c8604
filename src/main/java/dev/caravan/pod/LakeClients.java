package dev.caravan.pod;

import dev.caravan.aws.LakeEncryption;
import dev.caravan.aws.LazyClient;
import dev.caravan.aws.UploadChecksum;
import dev.caravan.aws.WatchedCredentials;
import dev.caravan.aws.WatchedHttpClient;
import dev.caravan.aws.WatchedRequest;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.limit.Waits;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The AWS clients of the routes: {@link #S3} and {@link #GLUE} in the registry. */
public final class LakeClients implements AutoCloseable {
    /** The S3 client's bean name. */
    public static final String S3 = "lakeS3";
    /** The Glue client's bean name. */
    public static final String GLUE = "lakeGlue";

    /**
     * Unless AWS_MAX_ATTEMPTS says otherwise: five attempts, with the SDK's own back-off, since throttling and
     * broken connections pass within seconds.
     */
    private static final int ATTEMPTS = 5;

    private final WatchedCredentials credentials;
    private final S3Client s3;
    private final GlueClient glue;

    /**
     * Lazy clients; only the form of the endpoints is looked at here.
     *
     * @throws ExportException BAD_CONFIGURATION when an endpoint is not a URL
     */
    LakeClients(Settings settings, Waits waits) {
        credentials = new WatchedCredentials(waits, settings.limit("caravan.credentials.timeout"));
        SdkHttpClient.Builder<?> s3Http = http("caravan.lake.timeout", settings, waits);
        SdkHttpClient.Builder<?> glueHttp = http("caravan.glue.timeout", settings, waits);
        Optional<URI> s3Endpoint = endpoint("caravan.lake.endpoint", settings);
        Optional<URI> glueEndpoint = endpoint("caravan.glue.endpoint", settings);
        // S3-compatible stores seldom have a host name for each bucket.
        LakeEncryption encryption = LakeEncryption.of(
                settings.find("caravan.lake.encryption").orElse("bucket"),
                settings.find("caravan.lake.kms-key-id").orElse(null));
        s3 = LazyClient.of(S3Client.class, () -> with(
                        S3Client.builder()
                                .forcePathStyle(s3Endpoint.isPresent())
                                .httpClientBuilder(s3Http),
                        s3Endpoint,
                        encryption,
                        new UploadChecksum())
                .build());
        glue = LazyClient.of(
                GlueClient.class, () -> with(GlueClient.builder().httpClientBuilder(glueHttp), glueEndpoint)
                        .build());
    }

    private static SdkHttpClient.Builder<?> http(String timeout, Settings settings, Waits waits) {
        return new WatchedHttpClient.Builder(
                waits,
                new WatchedRequest.Patience(settings.limit(timeout), settings.integer("caravan.lake.slowest-rate", 1)));
    }

    void bind(Registry registry) {
        registry.bind(S3, S3Client.class, s3);
        registry.bind(GLUE, GlueClient.class, glue);
    }

    @Override
    public void close() {
        s3.close();
        glue.close();
        credentials.close();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B with(
            B builder, Optional<URI> endpoint, ExecutionInterceptor... interceptors) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region())
                .credentialsProvider(credentials)
                .overrideConfiguration(configuration -> configuration
                        .executionInterceptors(List.of(interceptors))
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(SdkSystemSetting.AWS_MAX_ATTEMPTS
                                        .getIntegerValue()
                                        .orElse(ATTEMPTS))
                                .build()));
    }

    private static Region region() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "no AWS region is set.",
                    "Set AWS_REGION in the environment, or 'region' in the AWS profile.",
                    e);
        }
    }

    private static Optional<URI> endpoint(String key, Settings settings) {
        return settings.find(key).map(value -> {
            if (!value.matches("https?://[^/\\s]+/?")) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        key + " is '" + value + "', and it has to be a URL without a path.",
                        "Write it as http://HOST:PORT, or leave it out for AWS itself.");
            }
            return URI.create(value);
        });
    }
}

package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FaultyProxyTest {
    private final String bucket = TestStack.freshBucket("faulty");
    private final FaultyProxy proxy = FaultyProxy.before(TestStack.get().s3().endpoint());
    private final S3Client s3 = TestStack.s3(proxy.endpoint());

    @AfterEach
    void close() {
        s3.close();
        proxy.close();
    }

    @Test
    void untold_it_passes_everything_on() {
        byte[] big = new byte[3_000_000];
        for (int i = 0; i < 5; i++) {
            put("a b/ü" + i, big);
        }

        assertThat(get("a b/ü4")).isEqualTo(big);
        assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents()).hasSize(5);
        assertThat(proxy.seen())
                .extracting(ProxiedRequest::method)
                .containsExactly("PUT", "PUT", "PUT", "PUT", "PUT", "GET", "GET");
        assertThat(proxy.count(FaultyProxyTest::isPut)).isEqualTo(5);
    }

    @Test
    void an_answer_of_its_own_reaches_a_client_that_is_still_sending() {
        proxy.fail(FaultyProxyTest::isPut, Fault.s3Error(403, "AccessDenied"));

        assertThatThrownBy(() -> put("k", new byte[3_000_000])).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
        });
        assertThat(TestStack.folder(bucket)).isEmptyDirectory();
    }

    @Test
    void a_fault_that_passes_is_got_over_by_trying_again() {
        proxy.fail(2, FaultyProxyTest::isPut, Fault.s3Error(503, "SlowDown"));

        put("k", new byte[10]);

        assertThat(get("k")).hasSize(10);
        assertThat(proxy.count(FaultyProxyTest::isPut)).isEqualTo(3);
    }

    @Test
    void the_nth_request_alone_can_be_broken() {
        proxy.fail(1, 1, FaultyProxyTest::isGet, Fault.s3Error(404, "NoSuchKey"));
        put("k", new byte[10]);

        assertThat(get("k")).hasSize(10);
        assertThatThrownBy(() -> get("k")).hasMessageContaining("NoSuchKey");
        assertThat(get("k")).hasSize(10);
    }

    @Test
    void a_reset_connection_is_no_answer_until_it_heals() {
        proxy.fail(FaultyProxyTest::isPut, new Fault.Reset());

        assertThatThrownBy(() -> put("k", new byte[10])).isInstanceOf(SdkClientException.class);

        proxy.heal();
        put("k", new byte[10]);
        assertThat(get("k")).hasSize(10);
    }

    @Test
    void a_delay_passes_the_request_on_late() {
        proxy.fail(1, FaultyProxyTest::isPut, new Fault.Delay(Duration.ofMillis(100)));
        long start = System.nanoTime();

        put("k", new byte[10]);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(99));
        assertThat(proxy.count(FaultyProxyTest::isPut)).isEqualTo(1);
    }

    @Test
    void a_cut_request_leaves_nothing_that_a_reader_can_see() {
        proxy.fail(FaultyProxyTest::isPut, new Fault.CutRequest(100_000));

        assertThatThrownBy(() -> put("k", new byte[3_000_000])).isInstanceOf(SdkClientException.class);

        assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void a_cut_answer_is_noticed_by_the_client() {
        put("k", new byte[3_000_000]);
        proxy.fail(FaultyProxyTest::isGet, new Fault.CutAnswer(100_000));

        assertThatThrownBy(() -> get("k")).isInstanceOf(SdkClientException.class);
    }

    @Test
    void it_stands_before_glue_too_and_knows_the_operation() {
        try (FaultyProxy before = FaultyProxy.before(TestStack.get().glueEndpoint());
                GlueClient glue = TestStack.glue(before.endpoint())) {
            before.fail(
                    request -> request.operation().equals("GetTables"), Fault.glueError(400, "AccessDeniedException"));

            glue.getDatabases(r -> {});
            assertThatThrownBy(() -> glue.getTables(r -> r.databaseName("lake")))
                    .isInstanceOf(GlueException.class)
                    .hasMessageContaining("by the faulty proxy");
            assertThat(before.seen())
                    .extracting(ProxiedRequest::operation)
                    .containsExactly("GetDatabases", "GetTables");
        }
    }

    private static boolean isPut(ProxiedRequest request) {
        return request.method().equals("PUT");
    }

    private static boolean isGet(ProxiedRequest request) {
        return request.method().equals("GET");
    }

    private void put(String key, byte[] content) {
        s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    private byte[] get(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
    }
}

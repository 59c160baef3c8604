package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LocalStackTest {
    @Test
    void its_settings_name_its_servers() {
        try (LocalStack stack = LocalStack.builder().start()) {
            assertThat(stack.settings())
                    .containsEntry("caravan.lake.bucket", "lake")
                    .containsEntry(
                            "caravan.lake.endpoint", stack.s3().endpoint().toString())
                    .containsEntry("caravan.glue.endpoint", stack.glueEndpoint().toString())
                    .doesNotContainKey("caravan.source.default.url");
            assertThat(stack.environment())
                    .containsEntry("CARAVAN_GLUE_ENDPOINT", stack.glueEndpoint().toString())
                    .containsKey("CARAVAN_GLUE_CRAWLER_ROLE")
                    .containsEntry("AWS_DEFAULT_REGION", "us-east-1");
            assertThatThrownBy(stack::postgres).hasMessageContaining("has no PostgreSQL");
        }
    }

    @Test
    void closing_it_ends_every_server_and_removes_what_was_temporary() {
        LocalStack stack = LocalStack.builder().start();

        stack.close();

        assertThat(stack.s3().folder()).doesNotExist();
        assertNobodyListens(stack.s3().endpoint());
        assertNobodyListens(stack.glueEndpoint());
    }

    @Test
    void a_port_in_use_is_found_before_anything_starts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            LocalStack.builder().postgres(taken.getLocalPort()).start())
                    .hasMessageContaining("Port " + taken.getLocalPort() + " for the embedded PostgreSQL")
                    .hasMessageContaining("--postgres-port");
        }
    }

    @Test
    void a_port_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> LocalStack.builder().gluePort(70_000).start())
                .hasMessageContaining("Port 70000 for the embedded Glue is not between 0 and 65535")
                .hasMessageContaining("--glue-port");
    }

    private static void assertNobodyListens(URI endpoint) {
        assertThatThrownBy(() -> new Socket(endpoint.getHost(), endpoint.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }
}

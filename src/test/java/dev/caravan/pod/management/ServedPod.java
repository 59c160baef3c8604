package dev.caravan.pod.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.pod.Pod;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A pod of two tables and a route with a secret, and its management port. */
record ServedPod(Pod pod, RawHttp http, Properties before) implements AutoCloseable {

    static ServedPod start(Path dir, String secret, Credentials who) throws IOException {
        Properties before = (Properties) System.getProperties().clone();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        System.setProperty("caravan.source.default.password", secret);
        System.setProperty("some.api.key", secret);
        Path config = Files.writeString(
                dir.resolve("application.properties"), """
                caravan.lake.bucket = lake
                caravan.management.port = %d
                caravan.management.hosts = console.example.com
                caravan.management.origins = http://hawtio.example:18080
                caravan.management.operations.user = %s
                caravan.management.operations.password = %s
                caravan.source.default.url = jdbc:postgresql://localhost:1/x?user=me&password=%s
                """.formatted(port, who.user(), who.password(), secret));
        Pod pod = Pod.start(Pod.Purpose.SERVE, config);
        Path routes = Files.createDirectory(dir.resolve("routes"));
        for (String table : List.of("orders", "users")) {
            Files.writeString(routes.resolve(table + ".yaml"), """
                    - templatedRoute:
                        routeTemplateRef: table-to-lake
                        routeId: %s
                        parameters:
                          - { name: table,    value: public.%s }
                          - { name: schedule, value: "0 0 0 1 1 ? 2099" }
                    """.formatted(table, table));
        }
        Files.writeString(routes.resolve("store.yaml"), """
                - route:
                    id: store
                    from:
                      uri: direct:store
                      steps:
                        - to: "aws2-s3:other?accessKey=me&secretKey=RAW(%s)&region=eu-central-1&fileName=x&amazonS3Client=#lakeS3"
                """.formatted(secret));
        pod.watch(routes);
        assertThat(pod.context().getRoutes()).hasSize(12);
        return new ServedPod(pod, new RawHttp(port), before);
    }

    static String read(String id) {
        return "{\"type\":\"read\",\"mbean\":\"" + bean(id) + "\",\"attribute\":\"State\"}";
    }

    static String bean(String id) {
        return "org.apache.camel:context=caravan,name=\\\"" + id + "\\\",type=routes";
    }

    @Override
    public void close() {
        pod.close();
        System.setProperties(before);
    }
}

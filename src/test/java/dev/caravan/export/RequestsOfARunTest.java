package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests that a run of a table of one file makes besides others of its kind: each costs time, money and a share of a limit. */
class RequestsOfARunTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("requests", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString());
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
        glue.close();
    }

    private List<String> ofRun() {
        lake.published("t");
        lake.published("t");
        int before = s3.seen().size();
        int beforeGlue = glue.seen().size();
        lake.published("t");
        return Stream.concat(
                        s3.seen().subList(before, s3.seen().size()).stream().map(this::shown),
                        glue.seen().subList(beforeGlue, glue.seen().size()).stream()
                                .map(ProxiedRequest::operation))
                .toList();
    }

    private String shown(ProxiedRequest request) {
        String query = request.query().replaceFirst("=.*", "");
        return (request.method() + " "
                        + request.path().substring(1 + lake.bucket().length()) + " " + query)
                .replaceAll("\\d{8}T\\d{9}Z", "RUN")
                .replaceAll("[0-9a-f]{8}-1", "ATTEMPT")
                .strip();
    }

    @Test
    void of_replace() {
        lake.table("t", "table", "t");
        List<String> requests = ofRun();
        assertThat(requests)
                .containsExactly(
                        "GET /_caravan/t/state.json",
                        "GET /_caravan/t/runs/RUN.json",
                        "PUT /_caravan/t/uploads/RUN/ATTEMPT/00000-00000.parquet",
                        "GET  list-type",
                        "GET /_caravan/t/uploads/RUN/ATTEMPT/00000-00000.parquet",
                        "GET /_caravan/t/state.json",
                        "GET  list-type",
                        "PUT /_caravan/_unfinished/t/RUN/ATTEMPT",
                        "PUT /_caravan/t/uploads/RUN/ATTEMPT/previous.parquet",
                        "PUT /_caravan/t/state.json",
                        "PUT /_caravan/t/runs/RUN.json",
                        "PUT /t/t.parquet",
                        "PUT /_caravan/t/state.json",
                        "POST  delete",
                        "POST  delete",
                        "GET  uploads&prefix");
    }

    @Test
    void of_swap() {
        lake.table("t", "table", "t", "catalog", "glue");
        List<String> requests = ofRun();
        assertThat(requests)
                .containsExactly(
                        "PUT /_caravan/t/uploads/RUN/claim",
                        "GET /_caravan/t/state.json",
                        "GET /_caravan/t/runs/RUN.json",
                        "PUT /t/run%3DRUN/00000-00000.parquet",
                        "GET  list-type",
                        "GET /t/run%3DRUN/00000-00000.parquet",
                        "GET /_caravan/t/state.json",
                        "PUT /_caravan/_unfinished/t/RUN/ATTEMPT",
                        "PUT /_caravan/t/state.json",
                        "PUT /_caravan/t/runs/RUN.json",
                        "PUT /_caravan/t/state.json",
                        "POST  delete",
                        "GetTable",
                        "UpdateTable");
    }
}

package dev.caravan.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Writes that are made only if nobody else has written meanwhile. */
class LocalS3ConditionTest extends ServedBucket {
    @Test
    void if_none_match_refuses_to_overwrite() {
        client.putObject(r -> r.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("first"));

        assertThat(status(() -> client.putObject(
                        r -> r.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("second"))))
                .isEqualTo(412);
        assertThat(get("once")).isEqualTo("first");
    }

    @Test
    void if_match_overwrites_only_what_was_read() {
        String first = put("state.json", "1");
        String second = client.putObject(
                        r -> r.bucket(BUCKET).key("state.json").ifMatch(first), RequestBody.fromString("2"))
                .eTag();

        assertThat(second).isNotEqualTo(first);
        assertThat(status(() -> client.putObject(
                        r -> r.bucket(BUCKET).key("state.json").ifMatch(first), RequestBody.fromString("3"))))
                .isEqualTo(412);
        assertThat(get("state.json")).isEqualTo("2");
    }

    @Test
    void if_match_on_a_missing_object_is_not_found() {
        assertThat(status(() -> client.putObject(
                        r -> r.bucket(BUCKET).key("never-was").ifMatch("\"9dd4e461268c8034f5c8564e155c67a6\""),
                        RequestBody.fromString("3"))))
                .isEqualTo(404);
    }

    @Test
    void of_writers_that_race_with_one_etag_exactly_one_wins() throws Exception {
        for (int round = 0; round < 5; round++) {
            String etag = put("raced.json", "round " + round);
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String body = "writer " + i;
                writers.add(() -> status(() -> client.putObject(
                        r -> r.bucket(BUCKET).key("raced.json").ifMatch(etag), RequestBody.fromString(body))));
            }
            List<Integer> answers = new ArrayList<>();
            for (var answer : threads.invokeAll(writers)) {
                answers.add(answer.get());
            }
            threads.shutdown();

            assertThat(answers).filteredOn(a -> a == 200).hasSize(1);
            assertThat(answers).filteredOn(a -> a == 412 || a == 409).hasSize(7);
        }
    }
}

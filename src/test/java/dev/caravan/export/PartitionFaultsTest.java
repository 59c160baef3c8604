package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.PublicationRecovery;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publications by partitions that stop in the middle because S3 or Glue went away. */
class PartitionFaultsTest {
    /** Every so many requests of a publication it is stopped before one; the profile {@code full} stops before each. */
    private static final int STRIDE = Integer.getInteger("test.partition.stride", 3);

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;
    private DayTable table;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("partitionfaults", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString())
                .set("caravan.retry.maximum", "0")
                .set("caravan.upload.retry.maximum", "0");
        table = new DayTable(lake, folder);
        table.define();
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        table.close();
        s3.close();
        glue.close();
    }

    @Test
    void from_whichever_request_on_s3_is_gone_readers_find_one_run_whole_in_the_end() {
        everyBoundary(s3, Integer.MAX_VALUE, new Fault.Reset(), STRIDE);
    }

    @Test
    void from_whichever_request_on_glue_is_gone_readers_find_one_run_whole_in_the_end() {
        everyBoundary(glue, Integer.MAX_VALUE, new Fault.Reset(), 1);
    }

    @Test
    void an_answer_of_glue_that_is_lost_is_no_failure_of_what_was_done() {
        everyBoundary(glue, 1, new Fault.CutAnswer(5), 1);
    }

    @Test
    void a_refusal_of_one_request_on_glue_leaves_one_run_whole_in_the_end() {
        everyBoundary(glue, 1, Fault.glueError(400, "AccessDeniedException"), 1);
    }

    private void everyBoundary(FaultyProxy broken, int times, Fault fault, int stride) {
        lake.published("t");
        boolean isAnyLeft = true;
        for (int passing = 0; isAnyLeft; passing += stride) {
            Map<String, String> before = table.found("before");
            Map<String, String> after = table.next();
            int seen = broken.seen().size();
            broken.fail(passing, times, request -> true, fault);
            lake.export("t");
            isAnyLeft = broken.seen().size() > seen + passing;
            String where = "stopped at request " + passing + ": "
                    + (isAnyLeft ? broken.seen().get(seen + passing) : "none");
            broken.heal();
            DayTable.assertOfEither(where + ", before anybody looked", table.found(where), before, after);

            PublicationRecovery.now(lake.pod().context());

            assertThat(table.found(where)).as(where).isIn(before, after);
            table.assertWhole(where);
            assertThat(passing).isLessThan(100);
        }
        lake.published("t");
        assertThat(table.found("after the next run")).isEqualTo(table.source());
        table.assertWhole("after the next run");
        table.assertClean("after the next run");
    }
}

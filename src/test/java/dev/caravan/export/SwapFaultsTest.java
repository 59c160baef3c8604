package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.PublicationRecovery;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publications by swap, and changes from and to it, that stop in the middle because S3 or Glue went away. */
class SwapFaultsTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;
    private CatalogTable table;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("swapfaults", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString())
                .set("caravan.retry.maximum", "0")
                .set("caravan.upload.retry.maximum", "0");
        table = new CatalogTable(lake, 3_000);
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        table.close();
        s3.close();
        glue.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap to swap", "replace to swap", "swap to replace"})
    void from_whichever_request_on_s3_is_gone_readers_find_one_run_whole(String modes) {
        everyBoundary(modes, s3, new Fault.Reset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap to swap", "replace to swap", "swap to replace"})
    void from_whichever_request_on_glue_is_gone_readers_find_one_run_whole(String modes) {
        everyBoundary(modes, glue, new Fault.Reset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap to swap", "replace to swap", "swap to replace"})
    void an_answer_of_glue_that_is_lost_is_no_failure_of_what_was_done(String modes) {
        everyBoundary(modes, glue, new Fault.CutAnswer(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap to swap", "replace to swap", "swap to replace"})
    void a_refusal_of_glue_leaves_the_table_as_it_was(String modes) {
        everyBoundary(modes, glue, Fault.glueError(400, "AccessDeniedException"));
    }

    private void everyBoundary(String modes, FaultyProxy broken, Fault fault) {
        String[] mode = modes.split(" to ");
        boolean isAnyLeft = true;
        table.define(mode[0], "keepRuns", "2", "keepFor", "0");
        lake.published("t");
        for (int passing = 0; isAnyLeft; passing++) {
            if (!mode[0].equals(mode[1])) {
                table.define(mode[0], "keepRuns", "2", "keepFor", "0");
                lake.published("t");
            }
            Set<String> before = table.versions("before");
            String after = table.next();
            table.define(mode[1], "keepRuns", "2", "keepFor", "0");
            int seen = broken.seen().size();
            broken.fail(passing, Integer.MAX_VALUE, request -> true, fault);
            isAnyLeft = !lake.export("t").isPublished();
            String where = modes + ", gone from request " + passing + " on: "
                    + (broken.seen().size() > seen + passing ? broken.seen().get(seen + passing) : "none");
            broken.heal();
            assertThat(table.versions(where + ", before anybody looked")).isIn(before, Set.of(after));

            PublicationRecovery.now(lake.pod().context());

            assertThat(table.versions(where)).as(where).isIn(before, Set.of(after));
            if (lake.ownFiles().contains("t/state.json") && !isReplace(mode[1])) {
                table.assertWhole(where);
            }
            assertThat(passing).isLessThan(80);
        }
        lake.published("t");
        table.assertWhole("after the next run");
        table.clean();
        assertThat(table.dataFiles()).as("what is left").isEqualTo(table.named());
        assertThat(lake.ownFiles()).as("what is left").noneMatch(name -> name.contains("uploads"));
    }

    /** The catalog learns of a run of replace after its publication, and the files are what they are at once. */
    private static boolean isReplace(String mode) {
        return mode.equals("replace");
    }
}

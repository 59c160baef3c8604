package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.aws.GlueTables;
import dev.caravan.aws.S3LakeStore;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Layout;
import dev.caravan.publish.Rollback;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Random histories of one table: runs, runs that lose S3 or Glue at a random request, rollbacks, changes of the mode, cleanings. A history
 * ends with exactly the files that the manifests name. The profile {@code full} runs a hundred.
 */
class RandomHistoriesTest {
    private static final int STEPS = 12;
    private static final int MOST_REQUESTS = 25;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;
    private CatalogTable table;
    /** The version of each run that is in the lake. */
    private final Map<String, String> versions = new HashMap<>();

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("histories", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString())
                .set("caravan.retry.maximum", "0")
                .set("caravan.upload.retry.maximum", "0");
        table = new CatalogTable(lake, 2_000);
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        table.close();
        s3.close();
        glue.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("test.histories", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_history_ends_with_exactly_the_files_that_the_manifests_name(long seed) {
        Random random = new Random(seed);
        StringBuilder history = new StringBuilder("seed " + seed + ":");
        String mode = define(random);

        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(10);
            if (kind < 4) {
                String version = table.next();
                String run = lake.published("t").runId();
                versions.put(run, version);
                history.append(" run");
            } else if (kind < 7) {
                history.append(interrupted(random));
            } else if (kind == 7) {
                mode = define(random);
                history.append(' ').append(mode);
            } else if (kind == 8) {
                history.append(rollback(random) ? " rollback" : " no-rollback");
            } else {
                table.clean();
                history.append(" clean");
            }
            check(history.toString());
        }
        versions.put(lake.published("t").runId(), version());
        check(history + " run");
        table.clean();
        table.assertWhole(history.toString());
        assertThat(table.dataFiles()).as(history.toString()).isEqualTo(table.named());
        assertThat(lake.ownFiles()).as(history.toString()).noneMatch(name -> name.contains("uploads"));
    }

    private String define(Random random) {
        String mode = random.nextInt(3) == 0 ? "replace" : "swap";
        table.define(mode, "keepRuns", "" + (1 + random.nextInt(3)), "keepFor", random.nextBoolean() ? "0" : "1h");
        return mode;
    }

    private String version() {
        return table.versions("the last").iterator().next();
    }

    /** A run for which S3 or Glue is gone from some request on, as it is for a process that is killed. */
    private String interrupted(Random random) {
        String version = table.next();
        FaultyProxy broken = random.nextInt(4) == 0 ? glue : s3;
        int passing = random.nextInt(broken == glue ? 6 : MOST_REQUESTS);
        broken.fail(
                passing,
                Integer.MAX_VALUE,
                request -> true,
                random.nextBoolean() ? new Fault.Reset() : new Fault.CutAnswer(7));
        ExportResult result = lake.export("t");
        broken.heal();
        PublicationRecovery.now(lake.pod().context());
        // It may have been published, or finished by now.
        versions.put(String.valueOf(result.runId()), version);
        return " killed-at-" + (broken == glue ? "glue-" : "s3-") + passing;
    }

    /** A rollback, half of the time one that loses S3 or Glue at some request. */
    private boolean rollback(Random random) {
        boolean isInterrupted = random.nextBoolean();
        FaultyProxy broken = random.nextBoolean() ? glue : s3;
        if (isInterrupted) {
            broken.fail(random.nextInt(8), Integer.MAX_VALUE, request -> true, new Fault.Reset());
        }
        try (S3Client client = TestStack.s3(s3.endpoint());
                GlueClient catalog = TestStack.glue(glue.endpoint())) {
            new Rollback(new S3LakeStore(client, lake.bucket()), new Layout("", "t"), new GlueTables(catalog))
                    .to(Optional.empty());
            return true;
        } catch (ExportException e) {
            assertThat(e.hint()).isNotEmpty();
            return false;
        } finally {
            broken.heal();
            PublicationRecovery.now(lake.pod().context());
        }
    }

    /** Readers find the version of the run that the state names, whole. */
    private void check(String history) {
        if (!lake.ownFiles().contains("t/state.json")) {
            return;
        }
        String run = lake.state("t").get("runId").asText();
        Set<String> found = table.versions(history);
        if (!run.isEmpty() && !found.isEmpty()) {
            assertThat(List.copyOf(found)).as(history).containsExactly(versions.get(run));
        }
    }
}

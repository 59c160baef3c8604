package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.pod.Pod;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publications that stop in the middle, because their process was killed or S3 went away: whoever comes next ends them. */
class HalfDonePublicationTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private VersionedTable table;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = through(s3.endpoint(), TestLake.open("halfdone", folder));
        table = new VersionedTable(lake, 4_000);
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
    }

    private static TestLake through(URI endpoint, TestLake lake) {
        return lake.set("caravan.lake.endpoint", endpoint.toString())
                .set("caravan.retry.maximum", "0")
                .set("caravan.upload.retry.maximum", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"several to several", "several to one", "one to several", "one to one"})
    void from_whichever_request_on_s3_is_gone_another_process_finds_and_ends_it(String files) {
        String[] forms = files.split(" to ");
        boolean isAnyLeft = true;
        define(forms[0]);
        lake.published("t");
        for (int passing = 0; isAnyLeft; passing++) {
            if (!forms[0].equals(forms[1])) {
                define(forms[0]);
                lake.published("t");
            }
            Set<String> before = table.versions();
            String after = "" + table.next();
            define(forms[1]);
            int from = s3.seen().size();
            s3.fail(passing, Integer.MAX_VALUE, request -> true, new Fault.Reset());
            isAnyLeft = !lake.export("t").isPublished();
            ProxiedRequest first = s3.seen().get(Math.min(s3.seen().size() - 1, from + passing));
            s3.heal();

            // Nobody exports the table again: any process that starts ends it.
            PublicationRecovery.now(lake.pod().context());

            String where = files + ", S3 is gone from " + first + " on";
            Set<String> now = table.versions();
            assertThat(now).as(where).isIn(before, Set.of(after));
            table.assertWhole(where);
            String published = lake.state("t").get("attempt").asText();
            assertThat(lake.ownFiles())
                    .as(where)
                    .noneMatch(name -> name.startsWith("_unfinished") && name.endsWith("/" + published));
            assertThat(passing).isLessThan(60);
        }
        define(forms[1]);
        lake.published("t");
        table.assertWhole("after the next run");
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    private void define(String form) {
        if (form.equals("one")) {
            lake.table("t", "table", "t");
        } else {
            lake.table("t", "table", "t", "fileSize", "40000", "batchRows", "1000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void a_process_that_is_killed_after_some_copies_leaves_what_any_export_ends(int copies) {
        define("several");
        lake.published("t");
        Set<String> before = table.versions();
        table.next();
        CompletableFuture<Child> started = new CompletableFuture<>();
        s3.fail(copies, 1, HalfDonePublicationTest::isCopy, new Fault.Meanwhile(() -> started.join()
                .kill()));
        lake.sql("CREATE TABLE other AS SELECT 1 AS a");
        lake.table("other", "table", "other");
        try (Child child = export("t")) {
            started.complete(child);
            assertThat(child.exit()).isEqualTo(137);
            assertThat(lake.ownFiles()).anyMatch(name -> name.startsWith("_unfinished/t/"));
            s3.heal();
        }

        try (Child other = export("other")) {
            assertThat(other.exit()).as(other.err()).isZero();
        }

        assertThat(table.versions()).isNotEqualTo(before);
        table.assertWhole("after an export of another table");
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads") || name.startsWith("_unfinished"));
    }

    @Test
    void a_copy_that_s3_makes_after_its_publication_was_rolled_back_is_removed() throws Exception {
        define("several");
        lake.published("t");
        Set<String> before = table.versions();
        table.next();
        s3.fail(1, 1, HalfDonePublicationTest::isCopy, Fault.s3Error(500, "InternalError"));
        assertThat(lake.export("t").isPublished()).isFalse();
        assertThat(table.versions()).isEqualTo(before);
        String marker = lake.ownFiles().stream()
                .filter(name -> name.startsWith("_unfinished/t/"))
                .findFirst()
                .orElseThrow();
        String late =
                lake.json("_caravan/" + marker).get("moves").get(0).get("to").asText();
        Files.copy(lake.files("t").get(0), lake.objects().resolve(late));

        PublicationRecovery.now(lake.pod().context());

        assertThat(table.versions()).isEqualTo(before);
        table.assertWhole("after the late copy");
    }

    private Child export(String tableId) {
        return lake.exportInProcess(folder.resolve("child"), tableId);
    }

    @Test
    void a_pod_that_runs_ends_within_its_interval_what_another_left() throws Exception {
        define("several");
        lake.published("t");
        Set<String> before = table.versions();
        table.next();
        s3.fail(1, Integer.MAX_VALUE, fromFirstCopy(), new Fault.Reset());
        assertThat(lake.export("t").failure())
                .hasMessageContaining("may be half done")
                .hasMessageContaining("any pod within a minute or any caravan export that starts finishes it");
        TestLake other = lake.beside(folder.resolve("other"))
                .set("caravan.publication.recovery-interval", "100ms")
                .set("caravan.management.port", "0");
        try (Pod pod = Pod.start(Pod.Purpose.SERVE, other.config())) {
            assertThat(pod.context().isStarted()).isTrue();
            s3.heal();

            await("it is finished", () -> lake.ownFiles().stream().noneMatch(name -> name.startsWith("_unfinished")));
        }

        assertThat(table.versions()).isNotEqualTo(before);
        table.assertWhole("while a pod runs");
    }

    private static boolean isCopy(ProxiedRequest request) {
        return request.headers().containsKey("x-amz-copy-source")
                && !request.path().contains("/previous.parquet");
    }

    /** Every request from the first copy on. */
    private static Predicate<ProxiedRequest> fromFirstCopy() {
        AtomicBoolean begun = new AtomicBoolean();
        return request -> {
            if (isCopy(request)) {
                begun.set(true);
            }
            return begun.get();
        };
    }
}

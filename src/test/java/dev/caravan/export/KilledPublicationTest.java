package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.PublicationRecovery;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that are killed (SIGKILL) before a request to S3 or Glue, and at random moments, in every mode and every change of the mode.
 * What they leave is the table as before or as after. The profile {@code full} kills before every request, otherwise some are chosen at random.
 */
class KilledPublicationTest {
    /** How often each change is killed before a request. */
    private static final int BEFORE_REQUESTS = Integer.getInteger("test.kills", 2);

    private static final int AT_RANDOM = Math.min(20, (BEFORE_REQUESTS + 1) / 2);
    /** A child has ended by then. */
    private static final int LATEST_MILLIS = 3_000;

    private static final int KILLED = 137;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;
    private CatalogTable table;
    private int children;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("killed", folder);
        table = new CatalogTable(lake, 3_000);
    }

    @AfterEach
    void close() {
        lake.close();
        table.close();
        s3.close();
        glue.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap to swap", "replace to replace", "replace to swap", "swap to replace"})
    void a_process_that_is_killed_leaves_the_table_as_before_or_as_after(String modes) {
        String[] mode = modes.split(" to ");
        publish(mode[0]);
        int requests = requests(mode);
        List<Integer> moments = IntStream.rangeClosed(1, requests).boxed().collect(Collectors.toList());
        Collections.shuffle(moments);
        for (int moment : moments.subList(0, Math.min(requests, BEFORE_REQUESTS))) {
            killed(mode, "before request " + moment + " of " + requests, moment, LATEST_MILLIS * 10);
        }
        Random random = new Random();
        for (int i = 0; i < AT_RANDOM; i++) {
            int millis = random.nextInt(LATEST_MILLIS);
            killed(mode, "after " + millis + " ms", Integer.MAX_VALUE, millis);
        }
        publish(mode[1]);
        table.clean();
        assertThat(table.dataFiles()).as("what is left").isEqualTo(table.named());
        assertThat(lake.ownFiles()).as("what is left").noneMatch(name -> name.contains("uploads"));
    }

    /** How many requests a run makes that is not killed. */
    private int requests(String[] mode) {
        int before = s3.seen().size() + glue.seen().size();
        try (Child child = export(mode[1])) {
            assertThat(child.exit()).as(child.err()).isZero();
        }
        return s3.seen().size() + glue.seen().size() - before;
    }

    private void killed(String[] mode, String moment, int request, int millis) {
        if (!mode[0].equals(mode[1])) {
            publish(mode[0]);
        }
        String where = String.join(" to ", mode) + ", killed " + moment;
        Set<String> either = new HashSet<>(table.versions(where));
        either.add(table.next());
        CompletableFuture<Child> started = new CompletableFuture<>();
        AtomicInteger number = new AtomicInteger();
        Fault kill = new Fault.Instead(() -> started.join().kill());
        s3.fail(any -> number.incrementAndGet() == request, kill);
        glue.fail(any -> number.incrementAndGet() == request, kill);
        try (Child child = export(mode[1])) {
            started.complete(child);
            if (!child.endsWithin(millis)) {
                child.kill();
            }
            assertThat(child.exit()).as(where + ": " + child.err()).isIn(KILLED, 0);
        }
        s3.heal();
        glue.heal();
        if (mode[0].equals("swap") || mode[1].equals("swap")) {
            assertThat(either).as(where).containsAll(table.versions(where + ", at once"));
        }

        PublicationRecovery.now(lake.pod().context());

        assertThat(either).as(where).containsAll(table.versions(where));
        if (mode[1].equals("swap")) {
            table.assertWhole(where);
        }
    }

    private void publish(String mode) {
        table.define(mode, "keepRuns", "2", "keepFor", "0");
        lake.published("t");
    }

    private Child export(String mode) {
        table.define(mode, "keepRuns", "2", "keepFor", "0");
        TestLake other = lake.beside(folder.resolve("child" + ++children))
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString());
        return other.exportInProcess(folder.resolve("out" + children), "t");
    }
}

package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.OwnThread;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.PublicationRecovery;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that polls a ledger while processes publish it and are killed: the two tables are of one moment, except between the first update
 * of a publication in Glue and the last. The profile {@code full} has 200 publications.
 */
class KilledGroupTest {
    private static final int PUBLICATIONS = Integer.getInteger("test.group.publications", 4);

    /** Every other publication is killed, if it has not ended before. */
    private static final int BETWEEN_KILLS = 2;

    private static final int KILLED = 137;
    private static final int POLL_MILLIS = 20;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;
    private Ledger ledger;
    private int children;
    /** How many updates the publication that goes on has sent to Glue; negative while none goes on. */
    private final AtomicInteger updates = new AtomicInteger(-1);

    private final AtomicInteger polls = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("killedgroup", folder);
        ledger = new Ledger(lake);
    }

    @AfterEach
    void close() {
        lake.close();
        ledger.close();
        s3.close();
        glue.close();
    }

    @Test
    void a_ledger_is_of_one_moment_through_publications_and_kills() {
        ledger.define("keepFor", "1h").published();
        ledger.book();
        int requests = requests();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(this::readOn, OwnThread::start);
        Random random = new Random();
        for (int i = 1; i <= PUBLICATIONS; i++) {
            boolean isKilled = i % BETWEEN_KILLS == 0;
            // The last third of the requests is the publication.
            int moment = isKilled ? requests * 2 / 3 + random.nextInt(requests / 3 + 1) : Integer.MAX_VALUE;
            publish(isKilled ? "killed before request " + moment + " of " + requests : "publication " + i, moment);
        }
        end.countDown();
        reader.join();

        assertThat(polls).as("reads").hasValueGreaterThan(PUBLICATIONS);
    }

    /** How many requests an export makes that is not killed. */
    private int requests() {
        int before = s3.seen().size() + glue.seen().size();
        publish("counted", Integer.MAX_VALUE);
        return s3.seen().size() + glue.seen().size() - before;
    }

    private void publish(String where, int moment) {
        CompletableFuture<Child> started = new CompletableFuture<>();
        AtomicInteger number = new AtomicInteger();
        Fault kill = new Fault.Instead(() -> started.join().kill());
        updates.set(0);
        s3.fail(any -> number.incrementAndGet() == moment, kill);
        glue.fail(any -> number.incrementAndGet() == moment, kill);
        glue.fail(this::counted, kill);
        try (Child child = export()) {
            started.complete(child);
            assertThat(child.exit()).as(where + ": " + child.err()).isIn(KILLED, 0);
        }
        s3.heal();
        glue.heal();
        // It sends its updates past the proxy.
        updates.incrementAndGet();
        PublicationRecovery.now(lake.pod().context());
        updates.set(-1);

        ledger.assertOneMoment(where);
    }

    private boolean counted(ProxiedRequest request) {
        if (request.operation().equals("UpdateTable")) {
            updates.incrementAndGet();
        }
        return false;
    }

    private Child export() {
        TestLake other = lake.beside(folder.resolve("child" + ++children))
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString());
        return other.exportInProcess(folder.resolve("out" + children), "accounts");
    }

    private void readOn() {
        try (DuckDb duck = DuckDb.open()) {
            while (!end.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                poll(duck);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Files of either run stay, also of one that is taken back after readers were led to it. */
    private void poll(DuckDb duck) {
        int before = updates.get();
        List<Path> accounts = ledger.reader().files("accounts");
        List<Path> entries = ledger.reader().files("entries");
        int after = updates.get();
        boolean isBetweenUpdates = before > 0 || after > 0 || before != after;
        long differences = Ledger.differences(duck, accounts, entries);
        polls.incrementAndGet();
        assertThat(differences == 0 || isBetweenUpdates)
                .as(differences + " balances are wrong, and nothing is being published")
                .isTrue();
    }
}

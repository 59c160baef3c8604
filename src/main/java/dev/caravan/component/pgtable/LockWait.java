package dev.caravan.component.pgtable;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.LockHolders;
import dev.caravan.plan.TableRequest;
import dev.caravan.schedule.Lanes;
import dev.caravan.schedule.RunWaits;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until nobody holds the lock that a run needs, without a slot, a connection or a place that others could use.
 *
 * <p>Every look takes a connection for a moment. PostgreSQL's own queue for the lock would need one for all of the wait, and a few
 * tables would have all of the pool.
 */
final class LockWait {
    private static final Logger LOG = LoggerFactory.getLogger(LockWait.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    /**
     * The first plan, which has a slot that others could use, waits no longer than for a change that takes no time. One that comes after a
     * wait here stands in PostgreSQL's queue for longer, or somebody who takes the lock again and again would always be first.
     */
    private static final Duration FIRST_ATTEMPT = Duration.ofMillis(200);

    private static final Duration NEXT_ATTEMPT = Duration.ofSeconds(2);

    /** Where it is not known which lock it is, the run itself tries again after this. */
    private static final Duration BLIND = Duration.ofSeconds(10);

    private final DataSource source;
    private final TableRequest request;
    private final RunWaits waits;
    private final Duration limit;
    private Duration waited;
    private Duration told;
    private Duration attempt = FIRST_ATTEMPT;

    /**
     * The wait of one run.
     *
     * @param limit of all its waits together
     * @param waited earlier, in other attempts of the run
     */
    LockWait(DataSource source, TableRequest request, RunWaits waits, Duration limit, Duration waited) {
        this.source = source;
        this.request = request;
        this.waits = waits;
        this.limit = limit;
        this.waited = waited;
        this.told = waited.minus(TELL_EVERY);
    }

    /** How long the next plan may wait for a lock. */
    Duration attempt() {
        return attempt;
    }

    /** How long the run has waited by now, in all of its attempts. */
    Duration waited() {
        return waited;
    }

    /**
     * Waits.
     *
     * @param refused with which the plan did not get the lock
     * @throws ExportException LOCK_TIMEOUT past the limit, naming who holds it
     * @throws dev.caravan.schedule.Stopping when the process ends meanwhile
     */
    void await(ExportException refused) {
        if (waited.compareTo(limit) >= 0) {
            throw refused;
        }
        Duration before = waited.plus(attempt);
        attempt = NEXT_ATTEMPT;
        long begin = System.nanoTime();
        RunWaits.Wait wait = waits.begin(RunWaits.Kind.LOCK, request.tableId(), Instant.now());
        Lanes.lend();
        try {
            String what = refused.what();
            Duration pause = FIRST_PAUSE;
            while (true) {
                tell(what);
                waits.pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                waited = before.plusNanos(System.nanoTime() - begin);
                LockHolders holders = look();
                boolean isBlind = holders.isFree() && !holders.others().isEmpty();
                if (holders.isFree() && (!isBlind || waited.minus(before).compareTo(BLIND) >= 0)) {
                    return;
                }
                ExportException failure = holders.failure(request.subject(), refused);
                what = failure.what();
                if (waited.compareTo(limit) >= 0) {
                    throw failure;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused;
        } finally {
            Lanes.reclaim();
            waits.end(wait);
        }
    }

    /** What cannot be looked at may be free. */
    private LockHolders look() {
        try {
            return LockHolders.of(source, request);
        } catch (SQLException e) {
            LOG.debug("The locks of {} cannot be read", request.subject(), e);
            return LockHolders.UNKNOWN;
        }
    }

    private void tell(String what) {
        if (waited.minus(told).compareTo(TELL_EVERY) >= 0) {
            told = waited;
            LOG.warn(
                    "{}: {} It has waited for {} s, blocks no other table meanwhile, and fails with {} after {} s"
                            + " (caravan.lock.timeout).",
                    request.tableId(),
                    what,
                    waited.toSeconds(),
                    ErrorCode.LOCK_TIMEOUT,
                    limit.toSeconds());
        }
    }
}

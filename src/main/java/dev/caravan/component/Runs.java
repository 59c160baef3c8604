package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.RunFolder;
import dev.caravan.plan.RunId;
import dev.caravan.run.ActiveRun;
import dev.caravan.run.ChunkRead;
import dev.caravan.schedule.Lanes;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** The run that an exchange works on. */
public final class Runs {
    /** The header of Quartz that stays the same when a fire is recovered. */
    static final String SCHEDULED_FIRE_TIME = "scheduledFireTime";

    private Runs() {}

    /** The id of this exchange's run: of the scheduled fire, or of this moment; the same for every attempt. */
    public static String id(Exchange exchange) {
        return account(exchange).runId();
    }

    /** Whether this exchange's run is that of a scheduled fire. */
    public static boolean isOfFire(Exchange exchange) {
        return exchange.getMessage().getHeader(SCHEDULED_FIRE_TIME) != null;
    }

    /** The account of this exchange's run, which begins now if the exchange has none yet. */
    public static RunAccount account(Exchange exchange) {
        return RunAccount.find(exchange).orElseGet(() -> {
            String known = exchange.getProperty(CaravanConstants.RUN_ID, String.class);
            Date fire = exchange.getMessage().getHeader(SCHEDULED_FIRE_TIME, Date.class);
            String id = known == null ? RunId.of(fire == null ? Instant.now() : fire.toInstant()) : known;
            exchange.setProperty(CaravanConstants.RUN_ID, id);
            return RunAccount.begin(exchange, id);
        });
    }

    /** Ends the run that the exchange has had so far, if any. */
    public static void end(Exchange exchange) {
        GroupMember.leave(exchange);
        ActiveRun previous = exchange.getProperty(CaravanConstants.RUN, ActiveRun.class);
        if (previous != null) {
            previous.close();
        }
    }

    /**
     * A step begins a run, or prepares one. The run will end when its exchange leaves the route of this step, so that neither a pause
     * before the next attempt nor a slow catalog keeps its snapshot, its files and its slot.
     */
    static void enter(Exchange exchange) {
        Lanes.reclaim();
        String route = ExchangeHelper.getAtRouteId(exchange);
        exchange.setProperty(CaravanConstants.RUN_ROUTE, route);
        EndOfRoute end = new EndOfRoute(route);
        if (!exchange.getExchangeExtension().containsOnCompletion(end)) {
            exchange.getExchangeExtension().addOnCompletion(end);
        }
    }

    /** Ends a run when its exchange leaves the route of the run. The place of its thread is another's until the next attempt begins. */
    private record EndOfRoute(@Nullable String route) implements Synchronization, SynchronizationRouteAware {
        @Override
        public SynchronizationRouteAware getRouteSynchronization() {
            return this;
        }

        @Override
        public void onComplete(Exchange exchange) {}

        @Override
        public void onFailure(Exchange exchange) {}

        @Override
        public void onBeforeRoute(Route begun, Exchange exchange) {}

        @Override
        public void onAfterRoute(Route left, Exchange exchange) {
            if (!left.getRouteId().equals(route)) {
                return;
            }
            end(exchange);
            if (exchange.removeProperty(CaravanConstants.RUN_IS_DONE) != null) {
                // The catalog is updated all the same: whoever published the run may have been killed before it was.
                exchange.setRouteStop(false);
            }
            Lanes.lend();
        }
    }

    /** Makes this the exchange's run, which ends with the exchange at the latest. */
    public static void begin(Exchange exchange, ActiveRun run) {
        ActiveRuns active = ActiveRuns.of(exchange.getContext());
        active.begun(run);
        exchange.setProperty(CaravanConstants.RUN, run);
        exchange.setProperty(
                CaravanConstants.ATTEMPT, RunId.attempt(exchange.getProperty(CaravanConstants.ATTEMPT, String.class)));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                try {
                    run.close();
                } finally {
                    active.ended(run);
                }
            }
        });
    }

    /** The name of the attempt that the exchange is making; nothing before its first run has begun. */
    public static Optional<String> attempt(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(CaravanConstants.ATTEMPT, String.class));
    }

    /** Where the files of the exchange's attempt go. */
    public static RunFolder folder(Exchange exchange) {
        return exchange.getProperty(CaravanConstants.FOLDER, RunFolder.UPLOADS, RunFolder.class);
    }

    /**
     * The chunk that an exchange of a planned run reads.
     *
     * @param step the endpoint that needs it, for the sentence
     * @throws ExportException BAD_CONFIGURATION when no step before has begun to read one
     */
    public static ChunkRead chunk(Exchange exchange, String step) {
        return findChunk(exchange)
                .orElseThrow(
                        () -> new ExportException(
                                ErrorCode.BAD_CONFIGURATION,
                                step + " in route " + exchange.getFromRouteId() + " has no chunk to work on.",
                                "Begin to read a chunk with a step pg-copy: before it, in the split over the body of pg-table:."));
    }

    /** The chunk that an exchange reads, if any. */
    static Optional<ChunkRead> findChunk(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(CaravanConstants.CHUNK, ChunkRead.class));
    }

    /**
     * The exchange's run.
     *
     * @param step the endpoint that needs it, for the sentence
     * @throws ExportException when no step before has begun one
     */
    public static ActiveRun of(Exchange exchange, String step) {
        ActiveRun run = exchange.getProperty(CaravanConstants.RUN, ActiveRun.class);
        if (run == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    step + " in route " + exchange.getFromRouteId() + " has no run to work on.",
                    "Begin the run with a step pg-table: or lake-run: before it.");
        }
        return run;
    }
}

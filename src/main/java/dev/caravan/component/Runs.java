package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.RunId;
import dev.caravan.run.ActiveRun;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SynchronizationAdapter;

/** The run that an exchange works on. */
public final class Runs {
    /** The header of Quartz that stays the same when a fire is recovered. */
    static final String SCHEDULED_FIRE_TIME = "scheduledFireTime";

    private Runs() {}

    /** The id of this exchange's run: of the scheduled fire, or of this moment; the same for every try. */
    public static String id(Exchange exchange) {
        return account(exchange).runId();
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
        ActiveRun previous = exchange.getProperty(CaravanConstants.RUN, ActiveRun.class);
        if (previous != null) {
            previous.close();
        }
    }

    /** Makes this the exchange's run, which ends with the exchange at the latest. */
    public static void begin(Exchange exchange, ActiveRun run) {
        ActiveRuns active = ActiveRuns.of(exchange.getContext());
        active.begun(run);
        exchange.setProperty(CaravanConstants.RUN, run);
        exchange.setProperty(
                CaravanConstants.TRY, RunId.attempt(exchange.getProperty(CaravanConstants.TRY, String.class)));
        exchange.setProperty(CaravanConstants.RUN_ROUTE, ExchangeHelper.getAtRouteId(exchange));
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
        return Optional.ofNullable(exchange.getProperty(CaravanConstants.TRY, String.class));
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

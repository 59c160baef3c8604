package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Manifest;
import dev.caravan.plan.TableRequest;
import dev.caravan.publish.Pending;
import dev.caravan.run.ActiveRun;
import dev.caravan.source.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part that one table has in a {@link GroupRun}, from its arrival until its exchange leaves the run. */
public final class GroupMember {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);

    private final Arrival arrival;
    private final GroupRun run;
    private @Nullable ActiveRun reading;

    GroupMember(Arrival arrival, GroupRun run) {
        this.arrival = arrival;
        this.run = run;
    }

    /**
     * A table that has come to be exported with its group.
     *
     * @param group the name of the group
     * @param request what is read for the table
     * @param runId the run of the table
     * @param isScheduled whether the run is that of a fire, which the other tables have too
     * @param since when its wait began
     */
    public record Arrival(String group, TableRequest request, String runId, boolean isScheduled, Instant since) {}

    /**
     * A table that is read and uploaded.
     *
     * @param attempt the attempt of its run
     * @param prepare prepares its publication
     */
    public record Part(String attempt, Supplier<Pending> prepare) {}

    /** That of an exchange, if its table belongs to a group and has come. */
    public static Optional<GroupMember> find(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(CaravanConstants.GROUP, GroupMember.class));
    }

    /** The exchange leaves the run: unless that is published, nothing of the group will be. */
    static void leave(Exchange exchange) {
        Object left = exchange.removeProperty(CaravanConstants.GROUP);
        if (left instanceof GroupMember member) {
            Throwable thrown = exchange.getException();
            member.run.fail(
                    member.tableId(),
                    thrown == null
                            ? new ExportException(
                                    ErrorCode.BAD_CONFIGURATION,
                                    "The run of " + member.tableId() + " ended without a publication.",
                                    "End it with a step lake-publish:, as the template table-to-lake does.")
                            : Failures.of(thrown, "The run of " + member.tableId()));
        }
    }

    /** The table is not read, because the process stops. */
    public void stop() {
        run.stop();
    }

    Arrival arrival() {
        return arrival;
    }

    GroupRun run() {
        return run;
    }

    String tableId() {
        return arrival.request().tableId();
    }

    synchronized @Nullable ActiveRun reading() {
        return reading;
    }

    /**
     * Opens the snapshot of the group on a connection of this table, which is given back at its end or when it cannot be opened.
     *
     * @param lockTimeout how long the plan may wait for each lock
     * @throws ExportException when the group has failed, or the connection does not see its snapshot
     */
    public Snapshot snapshot(Connection connection, Duration lockTimeout) {
        try {
            return Snapshot.in(run.shared(this), connection, arrival.request().subject(), lockTimeout);
        } catch (RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                LOG.debug("A connection that was broken already", closing);
            }
            throw e;
        }
    }

    /**
     * The table is read by this run, which fails when another table of the group does.
     *
     * @throws ExportException when one has failed already
     */
    public void reads(ActiveRun active) {
        synchronized (this) {
            reading = active;
        }
        run.requireSound(this);
    }

    /**
     * Publishes the table with the others of its group, once all of them have come so far.
     *
     * @return what was published of this table
     * @throws ExportException when any of them failed; then nothing of the group is published, unless the message says otherwise
     */
    public Manifest publish(Publications publications, Part part) {
        return run.publish(this, part, publications);
    }
}

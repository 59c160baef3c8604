package dev.caravan.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a standby is behind its primary, and whether on purpose. */
final class StandbyState {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyState.class);

    private static final String REPLAY = "SELECT pg_catalog.pg_is_wal_replay_paused(),"
            + " pg_catalog.current_setting('recovery_min_apply_delay'),"
            + " coalesce(pg_catalog.to_json(pg_catalog.pg_last_xact_replay_timestamp())#>>'{}', '')";

    private StandbyState() {}

    /** Asks a server that is in recovery. Replicas of hosting services do not know all of it, which is no reason to fail. */
    static List<Caveat> of(Connection connection) throws SQLException {
        List<Caveat> caveats = new ArrayList<>();
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(REPLAY)) {
            result.next();
            if (!result.getString(2).equals("0")) {
                caveats.add(Caveat.of(Caveat.Kind.REPLAY_DELAYED, "", result.getString(2)));
            }
            caveats.add(Caveat.of(
                    result.getBoolean(1) ? Caveat.Kind.REPLAY_PAUSED : Caveat.Kind.STANDBY, "", result.getString(3)));
        } catch (SQLException e) {
            connection.rollback(before);
            LOG.debug("The replica does not say what it has replayed", e);
            caveats.add(Caveat.of(Caveat.Kind.STANDBY, "", ""));
        }
        // A snapshot cannot be shared from within a savepoint.
        connection.releaseSavepoint(before);
        return caveats;
    }
}

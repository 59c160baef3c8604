package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.batch.Field;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.plan.TypeChoices;
import dev.caravan.plan.Verification;
import dev.caravan.proof.FileSums;
import dev.caravan.read.BadValueReport;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.read.RejectedRow;
import dev.caravan.source.Snapshot;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Takes tables from PostgreSQL through plan, read and write into a Parquet file. */
final class RoundTrip {
    private final String database;
    private final Path folder;
    private int count;

    RoundTrip(String database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** The Parquet file of a query or table. */
    Path export(String table, String query, String types) {
        TableRequest request = new TableRequest(
                        "t",
                        table,
                        query,
                        List.of(),
                        List.of(),
                        "",
                        BadValuePolicies.FAIL,
                        types.isEmpty() ? Map.of() : TypeChoices.parse(types))
                .verifying(Verification.CHECKSUM);
        try (Snapshot snapshot = Snapshot.open(source(), request.subject())) {
            TableRun run = Planner.plan(snapshot, request, Agreement.NONE, "run");
            try (ChunkReader reader = new ChunkReader(
                            snapshot.connection(),
                            run.chunks().get(0),
                            run.subject(),
                            BatchLimits.DEFAULT,
                            (rows, bytes) -> {},
                            report());
                    TableWriter writer =
                            new TableWriter(folder.resolve("export-" + count++), "part-", WriteOptions.DEFAULT)) {
                Path file = null;
                while (reader.hasNext()) {
                    var batch = reader.next();
                    file = writer.write(batch, !reader.hasNext())
                            .map(DataFile::path)
                            .orElse(file);
                }
                if (file == null) {
                    throw new AssertionError("no file");
                }
                assertThat(FileSums.of(new LocalInputFile(file)).columns())
                        .as("the values of " + run.columns() + " as PostgreSQL hashes them")
                        .isEqualTo(reader.sums());
                return file;
            }
        }
    }

    /** What the columns of a table become, as Glue names it. */
    List<String> glue(String table) {
        try (Snapshot snapshot = Snapshot.open(source(), table)) {
            return Planner.plan(snapshot, TableRequest.of(table), Agreement.NONE, "run").columns().stream()
                    .map(column -> column.field())
                    .map(Field::target)
                    .map(target -> target.glue())
                    .toList();
        }
    }

    /** The single column of a SELECT as DuckDB reads it from the file, in text. */
    List<@Nullable String> lake(String select, String types) {
        TestStack.execute(
                database,
                "DROP TABLE IF EXISTS t; CREATE TABLE t AS SELECT row_number() OVER () AS n, v FROM (" + select
                        + ") AS s(v)");
        Path file = export("t", "", types);
        try (DuckDb duck = DuckDb.open()) {
            return duck.text("SELECT v FROM " + DuckDb.parquet(file) + " ORDER BY n").stream()
                    .<@Nullable String>map(row -> row.get(0))
                    .toList();
        }
    }

    /** What PostgreSQL prints for the rows of the last {@link #lake}. */
    List<@Nullable String> postgres(String expression) {
        try (var connection = TestStack.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET IntervalStyle = 'iso_8601'; SET TimeZone = 'UTC'; SET extra_float_digits = 3");
            List<@Nullable String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("SELECT " + expression + " FROM t ORDER BY n")) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(expression, e);
        }
    }

    private static BadValueReport report() {
        return new BadValueReport() {
            @Override
            public void met(String column, BadValuePolicy policy, String rule, long values) {
                throw new AssertionError(column + ": " + rule);
            }

            @Override
            public void rejected(RejectedRow row) {
                throw new AssertionError(row);
            }
        };
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        return source;
    }
}

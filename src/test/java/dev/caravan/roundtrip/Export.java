package dev.caravan.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.RowBatch;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.plan.Verification;
import dev.caravan.proof.ColumnSum;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.parquet.io.LocalInputFile;

/** Caravan's own way from a table to Parquet files, without routes: snapshot, plan, read, write. */
final class Export {
    /** Bad values end the run, so there is nothing to tell. */
    private static final BadValueReport NOBODY = new BadValueReport() {
        @Override
        public void met(String column, BadValuePolicy policy, String rule, long values) {
            throw new AssertionError(column + ": " + rule);
        }

        @Override
        public void rejected(RejectedRow row) {
            throw new AssertionError(row);
        }
    };

    private final DataSource source;
    private final Path folder;
    private BatchLimits limits = BatchLimits.DEFAULT;
    private WriteOptions options = WriteOptions.DEFAULT;

    Export(DataSource source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    Export limits(BatchLimits value) {
        limits = value;
        return this;
    }

    Export options(WriteOptions value) {
        options = value;
        return this;
    }

    /** Some columns of some rows, with other targets for some. */
    List<DataFile> part(String table, List<String> columns, String where, Map<String, String> types) {
        return run(request(table, columns, where, types));
    }

    static TableRequest request(String table, List<String> columns, String where, Map<String, String> types) {
        return new TableRequest(table, table, "", columns, List.of(), where, BadValuePolicies.FAIL, types)
                .verifying(Verification.CHECKSUM);
    }

    private List<DataFile> run(TableRequest request) {
        List<DataFile> files = new ArrayList<>();
        List<ColumnSum> inPostgres = new ArrayList<>();
        List<ColumnSum> inFiles = new ArrayList<>();
        try (Snapshot snapshot = Snapshot.open(source, request.subject());
                TableWriter writer = new TableWriter(folder, request.tableId() + "-", options)) {
            TableRun run = Planner.plan(snapshot, request, Agreement.NONE, "run");
            for (Chunk chunk : run.chunks()) {
                try (ChunkReader reader = new ChunkReader(
                        snapshot.connection(), chunk, request.subject(), limits, (rows, bytes) -> {}, NOBODY)) {
                    while (reader.hasNext()) {
                        RowBatch batch = reader.next();
                        writer.write(batch, !reader.hasNext()).ifPresent(files::add);
                    }
                    add(reader.sums(), inPostgres);
                }
            }
        }
        files.forEach(file -> add(FileSums.of(new LocalInputFile(file.path())).columns(), inFiles));
        assertThat(inFiles).as("the values of %s", request.subject()).isEqualTo(inPostgres);
        return files;
    }

    private static void add(List<ColumnSum> sums, List<ColumnSum> all) {
        for (int i = 0; i < sums.size(); i++) {
            if (i == all.size()) {
                all.add(sums.get(i));
            } else {
                all.set(i, all.get(i).plus(sums.get(i)));
            }
        }
    }
}

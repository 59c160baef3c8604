package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.Field;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Json;
import dev.caravan.lake.Layout;
import dev.caravan.lake.Manifest;
import dev.caravan.lake.Manifest.ColumnEntry;
import dev.caravan.lake.Manifest.FileEntry;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.State;
import dev.caravan.plan.TableRun;
import dev.caravan.read.BadValues;
import dev.caravan.write.DataFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A publication before its first change.
 *
 * @param manifest what it will publish
 * @param intent how
 */
record Prepared(Manifest manifest, Intent intent) {
    /** Settles under which keys the files of an attempt become visible. */
    record Maker(
            Layout layout,
            String bucket,
            PublishMode publish,
            Commit commit,
            CatalogMode catalog,
            TableRun run,
            String attempt) {
        /**
         * The publication of these files.
         *
         * @param before the state that it changes
         * @param old the keys in the table's folder, with the tags of what lies there
         * @param earlierManifest what lies under the manifest's key already, or null
         */
        Prepared make(
                List<Field> listFields,
                long rowsRead,
                BadValues badValues,
                List<DataFile> files,
                State before,
                Map<String, String> old,
                @Nullable JsonNode earlierManifest) {
            List<Move> moves = commit.moves(run.runId(), attempt, files, before, old);
            List<String> rejects = IntStream.range(0, badValues.rejects().size())
                    .mapToObj(number -> layout.rejects(run.runId(), attempt, number))
                    .toList();
            Manifest manifest = manifest(listFields, rowsRead, badValues, rejects, files, moves);
            return new Prepared(
                    manifest,
                    new Intent(
                            run.runId(),
                            attempt,
                            before.attempt(),
                            Direction.FORWARD,
                            moves,
                            rejects,
                            commit.obsolete(old.keySet(), moves),
                            Json.part(manifest),
                            earlierManifest));
        }

        private Manifest manifest(
                List<Field> listFields,
                long rowsRead,
                BadValues badValues,
                List<String> rejects,
                List<DataFile> files,
                List<Move> moves) {
            return new Manifest(
                    Manifest.FORMAT_VERSION,
                    "s3://" + bucket + "/" + layout.manifest(run.runId()),
                    run.tableId(),
                    run.subject(),
                    run.runId(),
                    attempt,
                    publish,
                    catalog,
                    run.started().toString(),
                    Instant.now().toString(),
                    rowsRead,
                    files.stream().mapToLong(DataFile::rows).sum(),
                    badValues.rowsRejected(),
                    files.stream().mapToLong(DataFile::bytes).sum(),
                    badValues.counts(),
                    rejects,
                    run.drift(),
                    run.completeness(),
                    Stream.concat(
                                    ColumnEntry.of(run.columns()).stream(),
                                    listFields.stream().map(ColumnEntry::of))
                            .toList(),
                    IntStream.range(0, files.size())
                            .mapToObj(i -> entry(files.get(i), moves.get(i).to()))
                            .toList());
        }

        private static FileEntry entry(DataFile file, String key) {
            return new FileEntry(key, file.rows(), file.bytes(), file.crc32c(), file.columns());
        }
    }
}

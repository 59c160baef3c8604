package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.Field;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Kind;
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
    /** Makes the publication of an attempt. */
    record Maker(Layout layout, String bucket, PublishMode publish, CatalogMode catalog, TableRun run, String attempt) {
        /**
         * The publication of these files.
         *
         * @param before the state that it changes
         * @param changes what it changes
         * @param sincePruning how many runs were published since the history was last pruned, with this one
         * @param earlierManifest what lies under the manifest's key already, or null
         */
        Prepared make(
                List<Field> listFields,
                long rowsRead,
                BadValues badValues,
                List<DataFile> files,
                State before,
                Changes changes,
                int sincePruning,
                @Nullable JsonNode earlierManifest) {
            List<String> rejects = IntStream.range(0, badValues.rejects().size())
                    .mapToObj(number -> layout.rejects(run.runId(), attempt, number))
                    .toList();
            Manifest manifest = manifest(listFields, rowsRead, badValues, rejects, files, changes.moves());
            return new Prepared(
                    manifest,
                    new Intent(
                            Kind.RUN,
                            run.runId(),
                            attempt,
                            before.attempt(),
                            Direction.FORWARD,
                            changes.moves(),
                            rejects,
                            changes.obsolete(),
                            changes.pointing(),
                            changes.kept(),
                            sincePruning,
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

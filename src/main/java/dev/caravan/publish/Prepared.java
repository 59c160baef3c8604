package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.lake.Build;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.ColumnEntry;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Kind;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Json;
import dev.caravan.lake.Layout;
import dev.caravan.lake.Manifest;
import dev.caravan.lake.Manifest.ChunkEntry;
import dev.caravan.lake.Manifest.FileEntry;
import dev.caravan.lake.PartitionsEntry;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.State;
import dev.caravan.plan.TableRun;
import dev.caravan.read.BadValues;
import dev.caravan.run.ReadRun;
import dev.caravan.write.DataFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
    /** Makes the publication of an attempt. */
    record Maker(Layout layout, String bucket, PublishMode publish, CatalogMode catalog, ReadRun run, String attempt) {
        /**
         * The publication of these files.
         *
         * @param before the state that it changes
         * @param changes what it changes
         * @param sincePruning how many runs were published since the history was last pruned, with this one
         * @param earlierManifest what lies under the manifest's key already, or null
         * @param publishing how long the publication has taken so far
         */
        Prepared make(
                State before,
                Changes changes,
                int sincePruning,
                @Nullable JsonNode earlierManifest,
                Duration publishing) {
            TableRun plan = run.plan();
            List<String> rejects = IntStream.range(0, run.badValues().rejects().size())
                    .mapToObj(number -> layout.rejects(plan.runId(), attempt, number))
                    .toList();
            Manifest manifest = manifest(rejects, changes.moves(), publishing);
            return new Prepared(
                    manifest,
                    new Intent(
                            Kind.RUN,
                            plan.runId(),
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
                            earlierManifest,
                            null));
        }

        private Manifest manifest(List<String> rejects, List<Move> moves, Duration publishing) {
            TableRun plan = run.plan();
            BadValues badValues = run.badValues();
            List<DataFile> files = run.files();
            List<ColumnEntry> columns = Stream.concat(
                            ColumnEntry.of(plan.columns(), plan.partitioning(), plan.comments()).stream(),
                            run.listFields().stream().map(ColumnEntry::of))
                    .toList();
            return new Manifest(
                    Manifest.FORMAT_VERSION,
                    Build.THIS.version(),
                    "s3://" + bucket + "/" + layout.manifest(plan.runId()),
                    plan.tableId(),
                    plan.subject(),
                    plan.comments().table(),
                    plan.facts(),
                    plan.runId(),
                    attempt,
                    publish,
                    catalog,
                    plan.started().toString(),
                    Instant.now().toString(),
                    run.rowsRead(),
                    files.stream().mapToLong(DataFile::rows).sum(),
                    badValues.rowsRejected(),
                    files.stream().mapToLong(DataFile::bytes).sum(),
                    badValues.counts(),
                    rejects,
                    plan.drift(),
                    plan.completeness(),
                    run.sums(),
                    Manifest.Seconds.of(plan.planning(), run.reading(), publishing),
                    ColumnEntry.fingerprint(columns),
                    columns,
                    PartitionsEntry.of(plan.partitioning()),
                    plan.masks(),
                    chunks(moves),
                    IntStream.range(0, files.size())
                            .mapToObj(i ->
                                    entry(files.get(i), moves.get(i).to(), files.size() <= DataFile.MOST_SUMMARIZED))
                            .toList());
        }

        /** A chunk without rows may have brought a file that is not published. */
        private List<ChunkEntry> chunks(List<Move> moves) {
            Map<String, String> keys = new HashMap<>();
            for (int i = 0; i < moves.size(); i++) {
                keys.put(run.files().get(i).name(), moves.get(i).to());
            }
            return run.chunks().stream()
                    .map(chunk -> new ChunkEntry(
                            chunk.index(),
                            chunk.range(),
                            chunk.rows(),
                            chunk.files().stream()
                                    .map(DataFile::name)
                                    .filter(keys::containsKey)
                                    .map(keys::get)
                                    .toList()))
                    .toList();
        }

        private FileEntry entry(DataFile file, String key, boolean isSummarized) {
            List<@Nullable String> values = file.partition().values();
            return new FileEntry(
                    key,
                    values.isEmpty() ? null : values,
                    file.rows(),
                    file.bytes(),
                    file.crc32c(),
                    publish == PublishMode.PARTITION ? file.crc32() : null,
                    isSummarized ? file.columns() : List.of());
        }
    }
}

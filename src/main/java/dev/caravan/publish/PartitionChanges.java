package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Json;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PartitionsEntry;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.State;
import dev.caravan.partition.HiveFolder;
import dev.caravan.partition.Partitioning;
import dev.caravan.write.DataFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions a run changes: those whose files are not, byte for byte, what the run before has published. The others keep the files
 * that they have.
 */
final class PartitionChanges {
    /** What tells the content of a file from another. */
    private record Content(String crc32c, String crc32, long bytes, long rows) {}

    private final Map<List<String>, Map<Content, Deque<String>>> before = new HashMap<>();
    private final Set<List<String>> unchanged = new HashSet<>();

    /**
     * The changes from a run.
     *
     * @param manifest of the run before; null when there is none whose partitions could stay
     * @param files of the run
     */
    PartitionChanges(@Nullable JsonNode manifest, List<DataFile> files) {
        if (manifest == null) {
            return;
        }
        for (JsonNode file : manifest.path("files")) {
            before.computeIfAbsent(ListedPartitions.values(file), made -> new HashMap<>())
                    .computeIfAbsent(content(file), made -> new ArrayDeque<>())
                    .add(file.path("key").asText());
        }
        Map<List<String>, Map<Content, Integer>> now = new HashMap<>();
        for (DataFile file : files) {
            now.computeIfAbsent(HiveFolder.listed(file.partition()), made -> new HashMap<>())
                    .merge(content(file), 1, Integer::sum);
        }
        now.forEach((partition, contents) -> {
            if (contents.equals(counted(before.getOrDefault(partition, Map.of())))) {
                unchanged.add(partition);
            }
        });
    }

    private static Map<Content, Integer> counted(Map<Content, Deque<String>> contents) {
        Map<Content, Integer> counts = new HashMap<>();
        contents.forEach((content, keys) -> counts.put(content, keys.size()));
        return counts;
    }

    private static Content content(JsonNode file) {
        return new Content(
                file.path("crc32c").asText(),
                file.path("crc32").asText(),
                file.path("bytes").asLong(),
                file.path("rows").asLong());
    }

    private static Content content(DataFile file) {
        return new Content(file.crc32c(), file.crc32(), file.bytes(), file.rows());
    }

    /**
     * Where each file becomes visible: a copy into the folder of the run in its partition, or what lies there already.
     *
     * @param folder where the files were uploaded
     * @param root the folder of the partitions' folders
     */
    List<Move> moves(Layout layout, RunFolder folder, String root, String runId, String attempt, List<DataFile> files) {
        String uploads = folder.key(layout, runId, attempt);
        String run = "run=" + folder.name(runId, attempt) + "/";
        List<Move> moves = new ArrayList<>();
        for (DataFile file : files) {
            List<String> partition = HiveFolder.listed(file.partition());
            if (unchanged.contains(partition)) {
                String key = Objects.requireNonNull(
                                Objects.requireNonNull(before.get(partition)).get(content(file)))
                        .remove();
                moves.add(new Move(key, key, file.bytes(), null));
            } else {
                int name = file.name().lastIndexOf('/') + 1;
                moves.add(new Move(
                        uploads + file.name(),
                        root
                                + file.name().substring(0, name)
                                + run
                                + file.name().substring(name),
                        file.bytes(),
                        null));
            }
        }
        return moves;
    }

    /** The manifest of the current run, if its partitions are those of the next one and were published one by one. */
    static Optional<JsonNode> comparable(Optional<JsonNode> manifest, State before, Partitioning partitioning) {
        return manifest.filter(found -> before.pointer() != null
                && before.pointer().byPartition()
                && found.path("partitions")
                        .equals(Json.part(Objects.requireNonNull(PartitionsEntry.of(partitioning)))));
    }
}

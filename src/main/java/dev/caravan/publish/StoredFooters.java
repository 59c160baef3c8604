package dev.caravan.publish;

import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.LakeStore.End;
import dev.caravan.write.DataFile;
import dev.caravan.write.FooterRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Proves what is published from S3 alone: each file has the rows that were written into it by the footer that S3 returns. */
final class StoredFooters {
    private final LakeStore store;
    private final String folder;
    private final String run;
    private final String hint;

    /**
     * The footers of a run.
     *
     * @param folder begins the keys of its files
     * @param run names the run in messages
     * @param hint what to do about a file that is not what was written
     */
    StoredFooters(LakeStore store, String folder, String run, String hint) {
        this.store = store;
        this.folder = folder;
        this.run = run;
        this.hint = hint;
    }

    /**
     * Reads the footer of each file.
     *
     * @throws ExportException when one counts other rows, or its file has another length, than was written
     */
    void require(List<DataFile> files) {
        Map<String, DataFile> byKey =
                files.stream().collect(Collectors.toMap(file -> folder + file.name(), Function.identity()));
        Map<String, Integer> footers = byKey.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().footerBytes()));
        store.readEnds(footers, (key, end) -> require(Objects.requireNonNull(byKey.get(key)), end));
    }

    private void require(DataFile file, Optional<End> found) {
        End end = found.orElseThrow(() -> differs(file, "is gone", null));
        if (end.length() != file.bytes()) {
            throw differs(file, "has " + Count.of(end.length(), "byte"), null);
        }
        FooterRows counted;
        try {
            counted = FooterRows.of(end.bytes());
        } catch (IOException e) {
            throw differs(file, "has no footer that can be read (" + e.getMessage() + ")", e);
        }
        if (counted.rows() != file.rows() || counted.inRowGroups() != file.rows()) {
            throw differs(
                    file,
                    "has " + Count.of(counted.rows(), "row") + " by its footer and "
                            + Count.of(counted.inRowGroups(), "row") + " in its row groups",
                    null);
        }
    }

    private ExportException differs(DataFile file, String found, @Nullable IOException cause) {
        return new ExportException(
                ErrorCode.LAKE_UNREACHABLE,
                "s3://" + store.bucket() + "/" + folder + file.name() + " of " + run + " " + found
                        + "; it was written with " + Count.of(file.rows(), "row") + " in "
                        + Count.of(file.bytes(), "byte") + ".",
                "Nothing was published; it is retried. " + hint,
                cause);
    }
}

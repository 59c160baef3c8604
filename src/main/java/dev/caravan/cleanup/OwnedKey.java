package dev.caravan.cleanup;

import dev.caravan.plan.RunId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whose a data file is, by its key. Below the folder of a table lie
 *
 * <ul>
 *   <li>{@code run=<run>/…}: a run by swap, in Hive folders or not;
 *   <li>{@code dt=…/run=<run>/…}: a partition of a run;
 *   <li>{@code <run>-…} and {@code dt=…/<run>-…}: a file of a run by replace.
 * </ul>
 */
final class OwnedKey {
    private static final String RUN = "run=";

    private OwnedKey() {}

    /**
     * What a key begins with that is of one run: a folder with its slash, or a folder and the run that begins the name of the file.
     *
     * @param place the folder of the table, with its slash
     * @return empty for a key that is not named as Caravan names them
     */
    static Optional<String> of(String place, String key) {
        String[] parts = key.substring(place.length()).split("/", -1);
        int file = parts.length - 1;
        int run = 0;
        while (run < file && !isRun(parts[run])) {
            run++;
        }
        int folderOfRun = run;
        boolean areHiveFolders = IntStream.range(0, file).allMatch(i -> i == folderOfRun || parts[i].indexOf('=') > 0);
        if (!areHiveFolders) {
            return Optional.empty();
        }
        if (run < file) {
            return Optional.of(place + String.join("/", List.of(parts).subList(0, run + 1)) + "/");
        }
        return RunId.isAtStartOf(parts[file])
                ? Optional.of(key.substring(0, key.length() - parts[file].length()) + RunId.atStartOf(parts[file]))
                : Optional.empty();
    }

    private static boolean isRun(String folder) {
        return folder.startsWith(RUN) && RunId.isAtStartOf(folder.substring(RUN.length()));
    }
}

package dev.caravan.local.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which file an object is: the one of its key, as long as each part of the key is a legal name of a file.
 *
 * <p>A part that is too long is divided into folders, {@code .s3key-more-<first piece>/.s3key-last-<last piece>}. So is one that is empty,
 * a dot or two dots, in a single piece. The names that S3Proxy makes of a key have to be legal, too: for a part of an upload
 * {@code .mpus-<id>-<key>-<number>}, and while a file is written {@code <file>-<id>}.
 */
final class FileNames {
    static final String MORE = ".s3key-more-";
    static final String LAST = ".s3key-last-";

    /** What file systems take, in bytes. */
    private static final int LONGEST_NAME = 255;

    private static final int UUID = 36;
    /** What S3Proxy puts before the first part of a key. */
    private static final int BEFORE_FIRST = ".mpus-".length() + UUID + "-".length();
    /** What S3Proxy puts behind the last part of a key. */
    private static final int BEHIND_LAST = "-10000".length() + "-".length() + UUID;

    private static final int LONGEST_PIECE = LONGEST_NAME - BEFORE_FIRST - BEHIND_LAST - MORE.length();

    private FileNames() {}

    /** The path of an object below the folder of its bucket. */
    static String of(String key) {
        String[] parts = key.split("/", -1);
        StringBuilder path = new StringBuilder(key.length());
        for (int i = 0; i < parts.length; i++) {
            boolean isFirst = i == 0;
            boolean isLast = i == parts.length - 1;
            path.append(isFirst ? "" : "/");
            if (isLast && !isFirst && parts[i].isEmpty()) {
                // The key of a marker, which S3Proxy keeps at the folder itself.
                return path.toString();
            }
            int longest = LONGEST_NAME - (isFirst ? BEFORE_FIRST : 0) - (isLast ? BEHIND_LAST : 0);
            path.append(isPlain(parts[i], longest) ? parts[i] : String.join("/", pieces(parts[i])));
        }
        return path.toString();
    }

    /** The key of a path, or the beginning of a key if the path ends within a part of one. */
    static String key(String path) {
        StringBuilder key = new StringBuilder(path.length());
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            key.append(piece(names[i]));
            key.append(i == names.length - 1 || names[i].startsWith(MORE) ? "" : "/");
        }
        return key.toString();
    }

    /** What a name of a file contributes to the key. */
    static String piece(String name) {
        return isPiece(name) ? name.substring(MORE.length()) : name;
    }

    private static boolean isPlain(String part, int longest) {
        return !part.isEmpty() && !part.equals(".") && !part.equals("..") && !isPiece(part) && bytes(part) <= longest;
    }

    private static boolean isPiece(String name) {
        return name.startsWith(MORE) || name.startsWith(LAST);
    }

    private static List<String> pieces(String part) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int length = 0;
        for (int at = 0; at < part.length(); at = part.offsetByCodePoints(at, 1)) {
            int more = bytes(Character.toString(part.codePointAt(at)));
            if (length + more > LONGEST_PIECE) {
                pieces.add(MORE + part.substring(from, at));
                from = at;
                length = 0;
            }
            length += more;
        }
        pieces.add(LAST + part.substring(from));
        return pieces;
    }

    /** How long a text is in UTF-8. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

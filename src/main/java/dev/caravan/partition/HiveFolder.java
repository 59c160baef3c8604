package dev.caravan.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names of folders in the layout of Apache Hive, {@code dt=2026-11-27}, which Athena, Spark, Trino and DuckDB read.
 *
 * <p>Source: {@code escapePathName} of <a
 * href="https://github.com/apache/hive/blob/master/common/src/java/org/apache/hadoop/hive/common/FileUtils.java">Hive's FileUtils</a>.
 */
public final class HiveFolder {
    /** What stands for NULL, in folders and in catalogs. No reader can tell an empty text or this very text from it. */
    public static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final String ESCAPED = "\"#%'*/:=?\\{[]^\u007F";

    private HiveFolder() {}

    /** The folder of a level: no slash at its end. */
    public static String of(String name, @Nullable String value) {
        return escape(name) + "=" + (value == null ? NULL : escape(value));
    }

    /**
     * A value as Hive writes it in a folder's name. The text {@code null} gets an escape that every reader takes back, since DuckDB takes
     * it for NULL.
     */
    public static String escape(String value) {
        return value.equalsIgnoreCase("null") ? escaped(value.charAt(0)) + value.substring(1) : escapeAll(value);
    }

    private static String escaped(char c) {
        return String.format(Locale.ROOT, "%%%02X", (int) c);
    }

    private static String escapeAll(String value) {
        StringBuilder text = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || ESCAPED.indexOf(c) >= 0) {
                if (text == null) {
                    text = new StringBuilder(value.substring(0, i));
                }
                text.append(escaped(c));
            } else if (text != null) {
                text.append(c);
            }
        }
        return text == null ? value : text.toString();
    }

    /** The values as a catalog lists them. */
    public static List<String> listed(Partition partition) {
        List<String> listed = new ArrayList<>();
        for (String value : partition.values()) {
            listed.add(value == null ? NULL : value);
        }
        return List.copyOf(listed);
    }
}

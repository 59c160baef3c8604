package dev.caravan.roundtrip;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds what a judge read against what PostgreSQL prints for the same value. */
final class Printed {
    private static final Pattern YEAR_BEFORE_CHRIST = Pattern.compile("^([^ ]+) \\(BC\\)(.*)$");

    private final char delimiter;

    /** @param delimiter between the elements of an array: a comma, except for boxes */
    Printed(char delimiter) {
        this.delimiter = delimiter;
    }

    /** What differs, or null when the two are the same value. */
    @Nullable
    String difference(Content.Shape shape, @Nullable Object printed, @Nullable Object read) {
        return same(shape, printed, read) ? null : "PostgreSQL prints " + printed + ", read was " + read;
    }

    private boolean same(Content.Shape shape, @Nullable Object printed, @Nullable Object read) {
        if (read == null && "null".equals(printed)) {
            // DuckDB holds a variant that is JSON's null for NULL.
            return shape instanceof Content.Leaf leaf && leaf.name().equals("VARIANT");
        }
        if (printed == null || read == null) {
            return printed == read;
        }
        if (shape instanceof Content.ListOf list) {
            List<@Nullable Object> elements = elements(list.element(), printed);
            return sameAll(i -> list.element(), elements, (List<?>) read);
        }
        if (shape instanceof Content.StructOf struct) {
            List<Content.Shape> fields = List.copyOf(struct.fields().values());
            return sameAll(fields::get, Literal.record((String) printed), (List<?>) read);
        }
        if (shape instanceof Content.MapOf) {
            return Literal.hstore((String) printed).equals(read);
        }
        return sameLeaf(((Content.Leaf) shape).name(), (String) printed, (String) read);
    }

    @SuppressWarnings("unchecked")
    private List<@Nullable Object> elements(Content.Shape element, Object printed) {
        return printed instanceof String text
                ? Literal.array(text, element instanceof Content.StructOf ? ',' : delimiter)
                : (List<@Nullable Object>) printed;
    }

    private boolean sameAll(
            java.util.function.IntFunction<Content.Shape> shapes, List<@Nullable Object> printed, List<?> read) {
        if (printed.size() != read.size()) {
            return false;
        }
        for (int i = 0; i < printed.size(); i++) {
            if (!same(shapes.apply(i), printed.get(i), read.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameLeaf(String type, String printed, String read) {
        return switch (type) {
            case "BOOLEAN" -> (printed.equals("t") ? "true" : "false").equals(read);
            case "BLOB" -> printed.equals("\\x" + HexFormat.of().formatHex(bytes(read)));
            case "FLOAT" -> Float.compare(Float.parseFloat(java(printed)), Float.parseFloat(java(read))) == 0;
            case "DOUBLE" -> Double.compare(Double.parseDouble(java(printed)), Double.parseDouble(java(read))) == 0;
            case "DECIMAL" -> new BigDecimal(printed.replaceAll("[$,]", "")).compareTo(new BigDecimal(read)) == 0;
            case "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS" -> printed.equals(moment(read));
            case "VARIANT" -> Json.same(printed, read);
            default -> printed.equals(read);
        };
    }

    private static String java(String number) {
        return switch (number.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            case "nan" -> "NaN";
            default -> number;
        };
    }

    /** DuckDB says (BC) after the date, PostgreSQL BC after everything; nanoseconds are printed to their last digit. */
    private static String moment(String read) {
        Matcher before = YEAR_BEFORE_CHRIST.matcher(read);
        return before.matches() ? before.group(1) + before.group(2) + " BC" : read;
    }

    /** The bytes of DuckDB's text form of a BLOB: plain ASCII, and \xHH for everything else. */
    private static byte[] bytes(String read) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < read.length(); i++) {
            if (read.charAt(i) == '\\') {
                bytes.write(Integer.parseInt(read.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.write(read.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** The differences of one row, each with its column. */
    static List<String> differences(
            Map<String, Content.Shape> shapes,
            List<@Nullable Object> printed,
            List<@Nullable Object> read,
            char delimiter) {
        Printed comparison = new Printed(delimiter);
        List<String> names = List.copyOf(shapes.keySet());
        return java.util.stream.IntStream.range(0, names.size())
                .mapToObj(i -> {
                    String difference = comparison.difference(
                            Objects.requireNonNull(shapes.get(names.get(i))), printed.get(i), read.get(i));
                    return difference == null ? null : "column " + names.get(i) + ": " + difference;
                })
                .filter(Objects::nonNull)
                .toList();
    }
}

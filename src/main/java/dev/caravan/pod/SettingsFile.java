package dev.caravan.pod;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user's properties file, with the line of each property.
 *
 * @param path where it is
 * @param properties each property, in the order of the file; a key that is set twice is there twice
 * @param faults what keeps the text from being read as it is meant
 */
record SettingsFile(Path path, List<Property> properties, List<SettingFault> faults) {
    private static final Pattern BAD_ESCAPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*(\\\\u(?![0-9A-Fa-f]{4}).{0,4})");
    private static final Pattern CONTINUED = Pattern.compile("(?s).*(?<!\\\\)(?:\\\\\\\\)*\\\\");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * A property.
     *
     * @param line its first line, counted from 1
     */
    record Property(int line, String key, String value) {}

    SettingsFile {
        properties = List.copyOf(properties);
        faults = List.copyOf(faults);
    }

    /**
     * Reads a file.
     *
     * @param path one that cannot be read has no properties, since whoever opens the pod reports it
     */
    static SettingsFile read(Path path) {
        List<Property> properties = new ArrayList<>();
        List<SettingFault> faults = new ArrayList<>();
        if (Files.isReadable(path) && Files.isRegularFile(path)) {
            try {
                byte[] bytes = Files.readAllBytes(path);
                List<String> lines = lines(path, bytes, faults);
                escapes(path, lines, faults);
                if (faults.isEmpty()) {
                    properties(lines, properties);
                }
            } catch (IOException e) {
                properties.clear();
            }
        }
        return new SettingsFile(path, properties, faults);
    }

    /** The last of each key, which is the one that counts. */
    Map<String, Property> byKey() {
        Map<String, Property> last = new LinkedHashMap<>();
        properties.forEach(property -> last.put(property.key(), property));
        return last;
    }

    /** Where a property is: {@code FILE:LINE}. */
    String place(Property property) {
        return path + ":" + property.line();
    }

    private static List<String> lines(Path path, byte[] bytes, List<SettingFault> faults) {
        List<String> lines = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '\n' || bytes[at] == '\r') {
                lines.add(line(path, ByteBuffer.wrap(bytes, begin, at - begin), lines.size() + 1, faults));
                if (at + 1 < bytes.length && bytes[at] == '\r' && bytes[at + 1] == '\n') {
                    at++;
                }
                begin = at + 1;
            }
        }
        if (!lines.get(0).isEmpty() && lines.get(0).charAt(0) == BYTE_ORDER_MARK) {
            faults.add(new SettingFault(
                    "",
                    path + ":1: the file begins with a byte order mark, which would be part of the first key.",
                    "Save the file as UTF-8 without a byte order mark."));
        }
        return lines;
    }

    private static String line(Path path, ByteBuffer bytes, int number, List<SettingFault> faults) {
        try {
            String line = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            if (line.indexOf('\0') < 0) {
                return line;
            }
        } catch (CharacterCodingException e) {
            // Said below.
        }
        if (faults.isEmpty()) {
            faults.add(new SettingFault(
                    "",
                    path + ":" + number + ": the line is not in UTF-8.",
                    "Save the file as UTF-8, or write letters beyond ASCII as \\uXXXX."));
        }
        return "";
    }

    private static void escapes(Path path, List<String> lines, List<SettingFault> faults) {
        boolean isContinued = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!isContinued && isComment(line)) {
                continue;
            }
            Matcher bad = BAD_ESCAPE.matcher(line);
            if (bad.find()) {
                String key = line.split("[=:]", 2)[0].strip();
                boolean isKnown = !isContinued && key.length() < line.length() && key.indexOf('\\') < 0;
                faults.add(new SettingFault(
                        "",
                        path + ":" + (i + 1) + ": " + (isKnown ? key : "the line")
                                + " has '\\u' without four hexadecimal digits behind it.",
                        "Write a backslash itself as \\\\, or the character as \\uXXXX."));
            }
            isContinued = CONTINUED.matcher(line).matches();
        }
    }

    private static void properties(List<String> lines, List<Property> properties) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            if (isComment(lines.get(i)) || lines.get(i).isBlank()) {
                continue;
            }
            int first = i;
            StringBuilder whole = new StringBuilder(lines.get(i));
            while (CONTINUED.matcher(lines.get(i)).matches() && i + 1 < lines.size()) {
                i++;
                whole.append('\n').append(lines.get(i));
            }
            Properties one = new Properties();
            one.load(new StringReader(whole.toString()));
            one.stringPropertyNames()
                    .forEach(key -> properties.add(new Property(first + 1, key, one.getProperty(key))));
        }
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#") || line.stripLeading().startsWith("!");
    }
}

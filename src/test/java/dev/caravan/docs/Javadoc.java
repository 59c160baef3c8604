package dev.caravan.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comments of source files as Markdown. */
final class Javadoc {
    private static final Pattern OF_CLASS = Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*@UriEndpoint");
    private static final Pattern OF_CONSTANT =
            Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public static final String \\w+ = \"(\\w+)\";");
    private static final Pattern CODE = Pattern.compile("\\{@code ([^}]+)}");
    private static final Pattern LINK = Pattern.compile("\\{@link (?:[a-z]+\\.)*([^} ]+)}");

    private Javadoc() {}

    /** The comment of an endpoint, in paragraphs. */
    static String ofEndpoint(Path source) throws IOException {
        Matcher comment = OF_CLASS.matcher(Files.readString(source));
        if (!comment.find()) {
            throw new AssertionError("no comment before @UriEndpoint in " + source);
        }
        return markdown(comment.group(1));
    }

    /** The comments of constants that have one, by their values. */
    static Map<String, String> ofConstants(Path source) throws IOException {
        Map<String, String> comments = new LinkedHashMap<>();
        OF_CONSTANT
                .matcher(Files.readString(source))
                .results()
                .forEach(constant -> comments.put(constant.group(2), markdown(constant.group(1))));
        return comments;
    }

    /** Paragraphs are lines of their own. */
    static String markdown(String comment) {
        String text = comment.replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("\\s*<p>", "\u0000")
                .replaceAll("\\s+", " ")
                .strip()
                .replace("\u0000", "\n\n");
        return LINK.matcher(CODE.matcher(text).replaceAll("`$1`")).replaceAll("`$1`");
    }
}

package dev.caravan.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the project.
 *
 * @param path relative to the project
 * @param lines those of its prose; empty where a block of code is
 * @param blocks its blocks of code between fences
 */
record Document(Path path, List<String> lines, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("^( *)(```+|~~~+) *([A-Za-z]*).*$");
    private static final Pattern SPAN = Pattern.compile("(`+)(.+?)\\1(?!`)");

    /**
     * A block of code.
     *
     * @param language the word behind its fence, in lower case
     * @param line the line of its first line of code, counted from 1
     */
    record Block(String language, int line, List<String> lines) {
        String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    /**
     * Code within a line.
     *
     * @param line counted from 1
     */
    record Span(int line, String code) {}

    /** Every document that people read. */
    static List<Document> all() throws IOException {
        List<Document> all = new ArrayList<>();
        for (String root :
                List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "k8s", "examples", "bench")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".md"))
                        .sorted()
                        .toList()) {
                    all.add(of(file, Files.readString(file)));
                }
            }
        }
        return List.copyOf(all);
    }

    static Document of(Path path, String text) {
        List<String> prose = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        String closing = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher fence = FENCE.matcher(line);
            if (closing.isEmpty() && fence.matches()) {
                closing = fence.group(2);
                blocks.add(new Block(fence.group(3).toLowerCase(Locale.ROOT), number + 1, new ArrayList<>()));
                prose.add("");
            } else if (!closing.isEmpty()) {
                if (line.strip().equals(closing)) {
                    closing = "";
                } else {
                    blocks.get(blocks.size() - 1).lines().add(line);
                }
                prose.add("");
            } else {
                prose.add(line);
            }
        }
        return new Document(path, List.copyOf(prose), List.copyOf(blocks));
    }

    /** The code in its lines. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            SPAN.matcher(lines.get(i))
                    .results()
                    .forEach(span -> spans.add(new Span(number, span.group(2).strip())));
        }
        return spans;
    }

    /** A line without code that shows a link; code may also be the text of one. */
    static String withoutShownLinks(String line) {
        return SPAN.matcher(line)
                .replaceAll(span -> Matcher.quoteReplacement(span.group(2).contains("](") ? "" : span.group()));
    }

    /** How messages name one of its lines. */
    String at(int line) {
        return path + ":" + line + ": ";
    }

    /** A path that it names. */
    Path resolve(String relative) {
        Path folder = Objects.requireNonNullElse(path.getParent(), Path.of(""));
        return folder.resolve(relative).normalize();
    }
}

package dev.caravan.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds relative links, anchors and named files that do not exist. */
final class Links {
    private static final Pattern LINK = Pattern.compile(
            "\\[[^]]*]\\(<?([^)\\s>]*)>?(?:\\s+\"[^\"]*\")?\\)|^ *\\[[^]]+]: *(\\S+)|(?:href|src)=\"([^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("(?i)(https?|mailto|jdbc):.*");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *#*$");
    private static final Pattern NAMED_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern FILE = Pattern.compile(
            "(?<![\\w./-])((?:docs|k8s|examples|bench|src|image)/[\\w./-]*\\.(?:md|ya?ml|java|xml|svg|properties|sh))(?![\\w*])");

    private Links() {}

    /** What a document names and nobody finds. */
    static List<String> faults(Document document) throws IOException {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < document.lines().size(); i++) {
            int number = i + 1;
            String line = Document.withoutShownLinks(document.lines().get(i));
            for (MatchResult link : LINK.matcher(line).results().toList()) {
                String target = Stream.of(1, 2, 3)
                        .map(link::group)
                        .filter(found -> found != null)
                        .findFirst()
                        .orElse("");
                if (!ELSEWHERE.matcher(target).matches() && !leadsSomewhere(document, target)) {
                    faults.add(document.at(number) + "the link " + target + " leads nowhere");
                }
            }
            files(document.lines().get(i)).stream()
                    .filter(file -> !Files.exists(Path.of(file)))
                    .forEach(file -> faults.add(document.at(number) + "there is no " + file));
        }
        return faults;
    }

    /** The files of the project that a line names. */
    static List<String> files(String line) {
        return FILE.matcher(line).results().map(file -> file.group(1)).toList();
    }

    private static boolean leadsSomewhere(Document document, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document.path() : document.resolve(parts[0]);
        boolean isThere = parts[0].isEmpty() || Files.exists(file);
        if (!isThere || parts.length == 1 || !file.toString().endsWith(".md")) {
            return isThere && !target.isEmpty();
        }
        Document there = parts[0].isEmpty() ? document : Document.of(file, Files.readString(file));
        return anchors(there).contains(parts[1]);
    }

    /** As GitHub makes them. */
    static Set<String> anchors(Document document) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> times = new HashMap<>();
        for (String line : document.lines()) {
            NAMED_ANCHOR.matcher(line).results().forEach(named -> anchors.add(named.group(1)));
            HEADING.matcher(line).results().forEach(heading -> {
                String anchor = heading.group(1)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-');
                int before = times.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            });
        }
        return anchors;
    }
}

package dev.caravan.docs;

import dev.caravan.pod.DeclaredSetting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds settings and environment variables of Caravan that are named in code and do not exist. */
final class SettingNames {
    /** A name with a dot behind it is what names begin with. */
    private static final Pattern KEY =
            Pattern.compile("(?<![\\w./@-])(?:-D)?(caravan\\.[a-z][\\w<>-]*(?:\\.[\\w<>-]+)*)(?![\\w<>.-])");

    private static final Pattern FILE = Pattern.compile("caravan\\.(jar|ya?ml|properties|log)");
    private static final Pattern VARIABLE = Pattern.compile("(?<![A-Z0-9_])CARAVAN_[A-Z0-9_]*");
    /** {@code .user} behind {@code caravan.source.NAME.url}. */
    private static final Pattern REST = Pattern.compile("\\.[a-z-]+(\\.[a-z-]+)*");

    private final Set<String> keys = new HashSet<>();
    private final Set<String> variables = new HashSet<>();
    private final List<Pattern> ofSources = new ArrayList<>();

    SettingNames() throws IOException {
        for (DeclaredSetting setting : DeclaredSetting.all()) {
            keys.add(setting.key());
            variables.add(setting.variable());
            if (setting.key().contains("." + DeclaredSetting.ANY_SOURCE + ".")) {
                ofSources.add(Pattern.compile(setting.key().replace(".", "\\.").replace("NAME", "[\\w<>-]+")));
                ofSources.add(Pattern.compile(setting.variable().replace("_NAME_", "_[A-Z0-9_]+_")));
            }
        }
        SettingsPage.launcherVariables().forEach(variable -> variables.add(variable.group(1)));
    }

    /** Of the code within lines, and of all blocks. */
    List<String> faults(Document document) {
        List<String> faults = new ArrayList<>();
        String before = "";
        int line = 0;
        for (Document.Span span : document.spans()) {
            before = span.line() == line ? before : "";
            line = span.line();
            for (String wrong : wrong(span.code())) {
                faults.add(document.at(span.line()) + "there is no setting " + wrong);
            }
            if (keys(span.code()).size() == 1) {
                before = keys(span.code()).get(0);
            } else if (!before.isEmpty() && REST.matcher(span.code()).matches() && !exists(before, span.code())) {
                faults.add(document.at(span.line()) + "there is no setting " + span.code() + " beside " + before);
            }
        }
        for (Document.Block block : document.blocks()) {
            for (int i = 0; i < block.lines().size(); i++) {
                for (String wrong : wrong(block.lines().get(i))) {
                    faults.add(document.at(block.line() + i) + "there is no setting " + wrong);
                }
            }
        }
        return faults;
    }

    private List<String> wrong(String code) {
        List<String> wrong = new ArrayList<>(
                keys(code).stream().filter(key -> !exists(key) && !isGroup(key)).toList());
        VARIABLE.matcher(code)
                .results()
                .map(MatchResult::group)
                .filter(variable -> !exists(variable) && !variable.endsWith("_"))
                .forEach(wrong::add);
        return wrong;
    }

    private static List<String> keys(String code) {
        return KEY.matcher(code)
                .results()
                .map(key -> key.group(1))
                .filter(key -> !FILE.matcher(key).matches())
                .toList();
    }

    private boolean exists(String name) {
        return keys.contains(name)
                || variables.contains(name)
                || ofSources.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** Whether it is what several settings begin with. */
    private boolean isGroup(String key) {
        return keys.stream().anyMatch(each -> each.startsWith(key + "."));
    }

    /** Whether a rest and what a setting before it begins with are a setting. */
    private boolean exists(String before, String rest) {
        for (int end = before.lastIndexOf('.'); end > 0; end = before.lastIndexOf('.', end - 1)) {
            if (exists(before.substring(0, end) + rest)) {
                return true;
            }
        }
        return false;
    }
}

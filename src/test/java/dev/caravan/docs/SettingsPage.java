package dev.caravan.docs;

import dev.caravan.pod.DeclaredSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code docs/settings.md}: every setting, from the declarations that the check at the start of a pod reads. */
final class SettingsPage {
    private static final Pattern OF_LAUNCHER = Pattern.compile("(?m)^#   (CARAVAN_[A-Z_]+) +(.+)$");

    private static final String INTRODUCTION = """
            A setting is read from, in this order of precedence:

            1. a system property: `-Dcaravan.lake.bucket=lake` (in `CARAVAN_JAVA_OPTS`)
            2. an environment variable: `CARAVAN_LAKE_BUCKET=lake`
            3. `application.properties` in the working folder, or the file of `--config`: `caravan.lake.bucket = lake`
            4. the default

            An unknown setting and an illegal value are errors at the start. An empty value counts as not set. A time is a number with a unit (`500ms`, `2s`, `5m`, `1h`); without a unit it is in
            milliseconds. [application.properties](../src/main/resources/application.properties) gives the reason for each default. AWS credentials and the region come from the default provider
            chains of the AWS SDK (`AWS_REGION`, `AWS_PROFILE`, the role of the pod); Caravan has no settings for them.

            **Secret** marks settings whose value is or may hold a secret: messages and logs do not show it. Set them as environment variables, from a secret store.
            """;

    /**
     * A section of the page.
     *
     * @param prefixes what the keys of its settings begin with
     */
    private record Section(String title, String note, List<String> prefixes) {
        boolean has(DeclaredSetting setting) {
            return prefixes.stream().anyMatch(setting.key()::startsWith);
        }
    }

    private static final List<Section> SECTIONS = List.of(
            new Section("General", "", List.of("caravan.name")),
            new Section(
                    "Sources",
                    "`NAME` is the name that table files give as `source`; without one they read the source `default`."
                            + " In the environment variable it is in upper case, with `_` in place of `-`.\n\n",
                    List.of("caravan.source.")),
            new Section(
                    "Masks",
                    "[Columns that must not leave the database](masks.md) says what the key is for.\n\n",
                    List.of("caravan.mask.")),
            new Section(
                    "Lake",
                    "",
                    List.of(
                            "caravan.lake.",
                            "caravan.staging.",
                            "caravan.publication.",
                            "caravan.retention.",
                            "caravan.clean.")),
            new Section("Catalog", "", List.of("caravan.glue.", "caravan.crawl.", "caravan.crawls.")),
            new Section(
                    "Runs",
                    "",
                    List.of(
                            "caravan.routes.",
                            "caravan.schedule.",
                            "caravan.runs.",
                            "caravan.memory.",
                            "caravan.retry.",
                            "caravan.chunk.",
                            "caravan.upload.",
                            "caravan.lock.",
                            "caravan.group.",
                            "caravan.shutdown.")),
            new Section(
                    "Waits",
                    "[Limits of waits](limits.md) lists all time limits, those of the other sections too.\n\n",
                    List.of("caravan.wait.", "caravan.credentials.")),
            new Section(
                    "Management port",
                    "[Security](security.md#the-management-port) says who can use it.\n\n",
                    List.of("caravan.management.")),
            new Section(
                    "Log and Sentry",
                    "See [logs](logs.md). `caravan.log.level`, `caravan.log.outcome`, `caravan.log.shutdown` and `caravan.log.target` are"
                            + " read before the properties file: set them as environment variables or with `-D`.\n\n",
                    List.of("caravan.log.", "caravan.sentry.")));

    private SettingsPage() {}

    static String markdown() throws IOException {
        List<DeclaredSetting> left = new ArrayList<>(DeclaredSetting.all());
        StringBuilder page = new StringBuilder(Markdown.head("Settings")).append(INTRODUCTION);
        for (Section section : SECTIONS) {
            List<DeclaredSetting> here = left.stream().filter(section::has).toList();
            left.removeAll(here);
            page.append("\n## ")
                    .append(section.title())
                    .append("\n\n")
                    .append(section.note())
                    .append(Markdown.table(
                            List.of("setting, environment variable", "default", "legal values", "meaning"),
                            here.stream().map(SettingsPage::row).toList()));
        }
        if (!left.isEmpty()) {
            throw new AssertionError("Add a section to " + SettingsPage.class.getSimpleName() + " for " + left);
        }
        return page + "\n## Launcher\n\n`./caravan` reads these environment variables:\n\n"
                + Markdown.table(List.of("environment variable", "meaning"), ofLauncher());
    }

    private static List<String> row(DeclaredSetting setting) {
        return List.of(
                Markdown.code(setting.key()) + "<br>" + Markdown.code(setting.variable()),
                Markdown.code(setting.defaultValue().strip()),
                Markdown.text(setting.legal()),
                (setting.isSecret() ? "**Secret.** " : "") + Markdown.text(setting.meaning()));
    }

    /** The variables that the launcher reads and their meanings, from the comment at its head. */
    static List<MatchResult> launcherVariables() throws IOException {
        return OF_LAUNCHER
                .matcher(Files.readString(Path.of("caravan")))
                .results()
                .toList();
    }

    private static List<List<String>> ofLauncher() throws IOException {
        return launcherVariables().stream()
                .map(variable -> List.of(Markdown.code(variable.group(1)), Markdown.text(variable.group(2))))
                .toList();
    }
}

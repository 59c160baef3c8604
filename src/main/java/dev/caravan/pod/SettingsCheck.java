package dev.caravan.pod;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Spelling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what is wrong with the settings: names that do not exist, values that are not legal, and what is missing. */
final class SettingsCheck {
    private static final String PREFIX = "caravan.";
    private static final String VARIABLES = "CARAVAN_";
    private static final Pattern SOURCE = Pattern.compile("caravan\\.source\\.([A-Za-z0-9][A-Za-z0-9_-]*)\\.([a-z-]+)");

    /** What the launcher script uses. */
    private static final Set<String> OTHER_VARIABLES = Set.of("CARAVAN_JAVA_HOME", "CARAVAN_JAVA_OPTS", "CARAVAN_WARM");

    /** What Kubernetes sets in each pod for a service whose name begins with caravan. */
    private static final Pattern SERVICE = Pattern.compile(
            "CARAVAN_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    /** What differs more may be another's variable as well. */
    private static final int MOST_SLIPS = 4;

    /** Settings of the log, which begins before the file is read. */
    private static final Set<Setting> BEFORE_THE_FILE =
            EnumSet.of(Setting.LOG_LEVEL, Setting.LOG_OUTCOME, Setting.LOG_SHUTDOWN, Setting.LOG_TARGET);

    private final Settings settings;
    private final GivenSettings given;
    private final List<SettingFault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    SettingsCheck(Settings settings, GivenSettings given) {
        this.settings = settings;
        this.given = given;
        names();
        for (Setting setting : Setting.values()) {
            if (BEFORE_THE_FILE.contains(setting) && given.fileKeys().contains(setting.key())) {
                faults.add(tooLate(given.place(setting.key()), setting));
            } else {
                value(setting.key(), setting.form(), setting.isSecret());
            }
        }
        twice();
        sources();
        faults.addAll(new SettingPairs(settings, given).faults());
    }

    /** Every fault. */
    List<SettingFault> faults() {
        return faults.stream().distinct().toList();
    }

    /** What may be a mistake; each a sentence or two. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void names() {
        for (String key : given.fileKeys()) {
            if (!isSetting(key)) {
                meant(key).ifPresentOrElse(near -> unknown(given.place(key) + ": " + key, near), () -> {
                    if (key.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                        unknown(given.place(key) + ": " + key, "");
                    } else if (key.equals("caravan")) {
                        faults.add(new SettingFault(
                                "",
                                given.place(key) + ": " + key + " alone is not a setting.",
                                "Write each setting whole, such as caravan.lake.bucket = NAME; the file is no YAML."));
                    }
                });
            }
        }
        for (String key : given.optionKeys()) {
            if (key.startsWith(PREFIX) && !isSetting(key)) {
                unknown("-D" + key, meant(key).orElse(""));
            }
        }
        for (String variable : given.variables()) {
            if (variable.toUpperCase(Locale.ROOT).replace('.', '_').startsWith(VARIABLES) && !isVariable(variable)) {
                variable(variable);
            }
        }
    }

    private void twice() {
        Map<String, SettingsFile.Property> before = new HashMap<>();
        for (SettingsFile.Property property : given.file().properties()) {
            SettingsFile.Property first = before.putIfAbsent(property.key(), property);
            if (first != null) {
                faults.add(new SettingFault(
                        "",
                        given.file().place(property) + ": " + property.key() + " is set on line " + first.line()
                                + " too.",
                        "Remove one of them."));
            }
        }
    }

    private static SettingFault tooLate(String place, Setting setting) {
        return new SettingFault(
                "",
                place + ": " + setting.key() + " has no effect here, because the log begins before this file is read.",
                "Remove it, and set the environment variable " + Setting.variable(setting.key()) + " or -D"
                        + setting.key() + " instead.");
    }

    private void variable(String variable) {
        Optional<String> near = meant(variable).map(Setting::variable);
        if (near.isPresent() && Spelling.distance(variable, near.get()) <= MOST_SLIPS) {
            faults.add(new SettingFault(
                    "",
                    "The environment variable " + variable + " is not a setting of Caravan.",
                    "Did you mean " + near.get() + "? Rename it, or unset it."));
        } else {
            // Others may use the prefix too, such as a build that passes CARAVAN_VERSION.
            notes.add("The environment variable " + variable + " is not a setting of Caravan, and has no effect."
                    + near.map(name -> " Did you mean " + name + "?").orElse(""));
        }
    }

    private void unknown(String named, String near) {
        faults.add(new SettingFault(
                "",
                named + " is not a setting of Caravan.",
                (near.isEmpty() ? "" : "Did you mean '" + near + "'? ") + "docs/settings.md lists the settings."));
    }

    private static boolean isSetting(String key) {
        Matcher source = SOURCE.matcher(key);
        return Setting.of(key).isPresent()
                || (source.matches() && SourceSetting.words().contains(source.group(2)));
    }

    private boolean isVariable(String variable) {
        return OTHER_VARIABLES.contains(variable)
                || isOfService(variable)
                || Setting.keys().stream().map(Setting::variable).anyMatch(variable::equals)
                || sourceOf(variable).isPresent();
    }

    private boolean isOfService(String variable) {
        return SERVICE.matcher(variable).matches()
                || (variable.endsWith("_PORT")
                        && ProcessSource.SERVICE_LINK
                                .matcher(given.valueOf(variable))
                                .matches());
    }

    /** The name of the source in a variable, as the variable has it. */
    private static Optional<String> sourceOf(String variable) {
        return SourceSetting.words().stream()
                .map(word -> "_" + Setting.variable(word))
                .filter(variable::endsWith)
                .filter(end -> variable.length() > end.length() + "CARAVAN_SOURCE_".length())
                .filter(end -> variable.startsWith("CARAVAN_SOURCE_"))
                .map(end -> variable.substring("CARAVAN_SOURCE_".length(), variable.length() - end.length()))
                .findFirst();
    }

    /** The setting that a name was meant to be, whether written as a key or as a variable. */
    private static Optional<String> meant(String name) {
        String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
        String[] parts = key.split("\\.", 2);
        if (parts.length < 2 || Spelling.distance(parts[0], "caravan") > 2) {
            return Optional.empty();
        }
        List<String> legal = new ArrayList<>(Setting.keys());
        String[] source = key.split("\\.");
        if (source.length > 3) {
            SourceSetting.words().forEach(word -> legal.add(SourceSetting.PREFIX + source[2] + "." + word));
        }
        // The prefix would make everything near to everything.
        String rest = parts[1].replace('-', '.');
        return legal.stream()
                .filter(each ->
                        Spelling.nearest(rest, List.of(withoutPrefix(each))).isPresent()
                                || withoutPrefix(each).endsWith("." + rest))
                .min((one, other) -> Integer.compare(
                        Spelling.distance(rest, withoutPrefix(one)), Spelling.distance(rest, withoutPrefix(other))));
    }

    private static String withoutPrefix(String key) {
        return key.substring(PREFIX.length()).replace('-', '.');
    }

    private void value(String key, Form form, boolean isSecret) {
        found(key).ifPresent(value -> {
            Optional<Misfit> misfit = RawValue.check(value, isSecret).or(() -> form.check(value));
            misfit.ifPresent(found -> faults.add(new SettingFault(
                    key,
                    isSecret
                            ? found.sentenceWithoutValue(given.origin(key) + key)
                            : found.sentence(given.origin(key) + key, value),
                    (found.hint() + " " + Settings.howToSet(key)).strip())));
        });
    }

    private Optional<String> found(String key) {
        Optional<String> value;
        try {
            value = settings.find(key);
        } catch (IllegalArgumentException e) {
            value = Optional.empty();
        }
        // Camel takes a value that it cannot resolve for none, and so it does one that is empty.
        if (value.isEmpty() && !settings.canResolve(given.written(key))) {
            faults.add(new SettingFault(
                    key,
                    given.origin(key) + key + " names a property that is not set.",
                    "Set the property between '{{' and '}}', or write the value itself."));
        }
        return value;
    }

    private void sources() {
        Set<String> named = new TreeSet<>(settings.sources());
        Set<String> ambiguous = spellings();
        for (String source : named) {
            for (SourceSetting setting : SourceSetting.values()) {
                value(setting.key(source), setting.form(), setting.isSecret());
            }
            if (!ambiguous.contains(source)) {
                user(source);
            }
        }
        Stream.concat(given.fileKeys().stream(), given.optionKeys().stream())
                .map(SOURCE::matcher)
                .filter(Matcher::matches)
                .filter(key -> SourceSetting.words().contains(key.group(2)) && !named.contains(key.group(1)))
                .map(key -> key.group(1))
                .distinct()
                .filter(source -> !ambiguous.contains(source))
                .forEach(source -> withoutUrl(source, SourceSetting.URL.key(source)));
        Set<String> variables = new LinkedHashSet<>();
        named.forEach(source -> variables.add(Setting.variable(source)));
        given.variables().stream()
                .filter(variable ->
                        Setting.keys().stream().map(Setting::variable).noneMatch(variable::equals))
                .flatMap(variable -> sourceOf(variable).stream())
                .distinct()
                .filter(source -> !variables.contains(source))
                .forEach(source -> withoutUrl(source, "CARAVAN_SOURCE_" + source + "_URL"));
    }

    /** Sources whose names differ only in case, or in '-' and '_', so that they share their variables and one may be meant for the other. */
    private Set<String> spellings() {
        Map<String, String> first = new HashMap<>();
        Set<String> ambiguous = new TreeSet<>();
        for (SettingsFile.Property property : given.file().properties()) {
            Matcher key = SOURCE.matcher(property.key());
            if (key.matches() && isSetting(property.key())) {
                String source = key.group(1);
                String other = first.putIfAbsent(Setting.variable(source), source);
                if (other != null && !other.equals(source) && ambiguous.add(source)) {
                    ambiguous.add(other);
                    faults.add(new SettingFault(
                            "",
                            given.file().place(property) + ": " + property.key() + " spells the source " + other
                                    + " of a line above otherwise.",
                            "Write both names alike, or let them differ in more than case, '-' and '_', since environment"
                                    + " variables would set both."));
                }
            }
        }
        return ambiguous;
    }

    private void withoutUrl(String source, String url) {
        faults.add(new SettingFault(
                "",
                "Source " + source + " has settings, and " + url + " is not set.",
                "Set it, or remove the other settings of this source."));
    }

    /** Without one the driver would log in as the user of the operating system. */
    private void user(String source) {
        String url = found(SourceSetting.URL.key(source)).orElse("");
        String user = SourceSetting.USER.key(source);
        if (url.startsWith("jdbc:postgresql:")
                && !url.matches("(?s).*[?&](user|service)=.*")
                && found(user).isEmpty()) {
            faults.add(new SettingFault("", user + " is not set.", Settings.howToSet(user)));
        }
    }
}

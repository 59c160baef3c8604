package dev.caravan.routes;

import dev.caravan.option.Spelling;
import dev.caravan.routes.RouteCatalog.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.EipModel;

/** Checks the options of steps and of error handlers against what Camel says of them, and the beans that they name. */
final class StepCatalog {
    /** Values that Camel makes instead of looking them up. */
    private static final Pattern MADE = Pattern.compile("#(?:class|type|property|valueAs|autowired).*");

    /** Steps whose reference may be the name of a class. */
    private static final Set<String> OF_CLASSES = Set.of("bean", "method");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?");
    private static final Pattern DURATION = Pattern.compile("(?i)-?\\d+|(?:\\d+(?:ms|[dhms]))+");

    private final CamelContext context;
    private final DefaultRuntimeCamelCatalog catalog;
    private final Map<String, Optional<EipModel>> models = new HashMap<>();

    StepCatalog(CamelContext context, DefaultRuntimeCamelCatalog catalog) {
        this.context = context;
        this.catalog = catalog;
    }

    /**
     * What is wrong with an option of a step; empty where Camel says nothing of either.
     *
     * @param step as YAML names it: {@code split}, {@code toD}
     * @param value with its properties resolved
     * @param beans names that route files bind
     */
    Optional<Problem> check(String step, String option, String value, Set<String> beans) {
        if (value.isBlank() || value.contains("${") || value.contains("{{")) {
            return Optional.empty();
        }
        return model(step).flatMap(model -> model.getOptions().stream()
                .filter(declared -> "attribute".equals(declared.getKind()))
                .filter(declared -> declared.getName().equals(camel(option)))
                .findFirst()
                .flatMap(declared -> check(step, declared, value.strip(), beans)));
    }

    /** What is wrong with the name of an exception's class. */
    Optional<Problem> checkException(String name) {
        return context.getClassResolver().resolveClass(name) != null
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                "exception",
                                "'" + name + "' is no class that can be loaded.",
                                "Write the full name of an exception, such as java.sql.SQLException; its jar has to be on the class path."));
    }

    /** Whether a reference names something that exists now or will be bound. */
    boolean isBound(String reference, Set<String> beans) {
        String name = nameOf(reference);
        return MADE.matcher(reference).matches()
                || beans.contains(name)
                || context.getRegistry().lookupByName(name) != null;
    }

    /** That a reference of this owner names nothing. */
    Problem unbound(String option, String owner, String reference, Set<String> beans) {
        Set<String> known = new TreeSet<>(beans);
        known.addAll(context.getRegistry().findByTypeWithName(Object.class).keySet());
        return new Problem(
                option,
                owner + " is '" + reference + "', and there is no such bean.",
                Spelling.meant(nameOf(reference), known)
                        + "Bind it with 'beans:' in a route file or camel.beans.NAME in application.properties, or write"
                        + " '#class:' and the full name of a class.");
    }

    private Optional<Problem> check(String step, BaseOptionModel option, String value, Set<String> beans) {
        String owner = "'" + option.getName() + "' of " + step;
        if (isReference(option)) {
            boolean isThere = isBound(value, beans)
                    || (OF_CLASSES.contains(step) && context.getClassResolver().resolveClass(value) != null)
                    || (option.getName().startsWith("executorService")
                            && context.getExecutorServiceManager().getThreadPoolProfile(value) != null);
            return isThere ? Optional.empty() : Optional.of(unbound(option.getName(), owner, value, beans));
        }
        return switch (option.getType()) {
            case "boolean" ->
                wrong(
                        option,
                        owner,
                        value,
                        Set.of("true", "false").contains(value.toLowerCase(Locale.ROOT)),
                        "true or false");
            case "integer" ->
                wrong(option, owner, value, WHOLE_NUMBER.matcher(value).matches(), "a whole number");
            case "number" -> wrong(option, owner, value, NUMBER.matcher(value).matches(), "a number");
            case "duration" ->
                wrong(option, owner, value, DURATION.matcher(value).matches(), "a time such as 500ms, 2s or 5m");
            case "enum" -> word(option, owner, value);
            default -> Optional.empty();
        };
    }

    private static Optional<Problem> word(BaseOptionModel option, String owner, String value) {
        List<String> legal = option.getEnums() == null ? List.of() : option.getEnums();
        boolean isLegal =
                legal.isEmpty() || legal.stream().anyMatch(word -> plain(word).equals(plain(value)));
        return isLegal
                ? Optional.empty()
                : Optional.of(new Problem(
                        option.getName(),
                        owner + " is '" + value + "', and there is no such value.",
                        Spelling.meant(value, legal) + "Legal are: " + String.join(", ", legal) + "."));
    }

    private static Optional<Problem> wrong(
            BaseOptionModel option, String owner, String value, boolean isLegal, String legal) {
        return isLegal
                ? Optional.empty()
                : Optional.of(new Problem(
                        option.getName(),
                        owner + " is '" + value + "', and it has to be " + legal + ".",
                        "Set it to such a value, or leave it out for its default."));
    }

    /** Whether its value is the name of a bean. Camel describes some of these as text. */
    private static boolean isReference(BaseOptionModel option) {
        return option.getType().equals("object")
                || (option.getType().equals("string")
                        && (option.getName().equals("ref") || option.getName().endsWith("Ref")));
    }

    private Optional<EipModel> model(String step) {
        return models.computeIfAbsent(camel(step), name -> Optional.ofNullable(catalog.eipModel(name)));
    }

    private static String nameOf(String reference) {
        return reference.replaceFirst("^#(?:bean:)?", "");
    }

    /** Camel ignores case and hyphens in words of a list. */
    private static String plain(String word) {
        return word.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** YAML may write {@code to-d} for {@code toD}. */
    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean isHyphen = name.charAt(i) == '-' && i + 1 < name.length();
            camel.append(isHyphen ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }
}

package dev.caravan.pod;

import dev.caravan.option.Misfit;
import dev.caravan.option.Spelling;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Checks the URL of a PostgreSQL source as far as that needs no server, because the driver ignores parameters that it does not know,
 * and reports the others only when a run connects.
 *
 * <p>Values are repeated only where they cannot be secrets.
 */
final class SourceUrl {
    /** How the URL of a PostgreSQL source begins. */
    static final String POSTGRESQL = "jdbc:postgresql:";

    /** What is legal. */
    static final String FORM =
            "Write it as jdbc:postgresql://HOST:5432/DATABASE?sslmode=verify-full, with user and password in their own settings.";

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,10}");
    private static final int MAX_PORT = 65_535;

    /** With classes of the user's own, these may read further parameters. */
    private static final List<PGProperty> EXTENSIONS = List.of(
            PGProperty.SOCKET_FACTORY,
            PGProperty.SSL_FACTORY,
            PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME,
            PGProperty.CONNECT_EXECUTOR,
            PGProperty.SSL_PASSWORD_CALLBACK);

    private static final List<PGProperty> FILES =
            List.of(PGProperty.SSL_ROOT_CERT, PGProperty.SSL_CERT, PGProperty.SSL_KEY);

    /** Where the driver looks for files that are not named. */
    private static final Path OWN = Path.of(System.getProperty("user.home"), ".postgresql");

    /** Lists of methods, each of which may be negated. */
    private static final Set<PGProperty> LISTS = Set.of(PGProperty.REQUIRE_AUTH);

    private SourceUrl() {}

    /**
     * Checks the URL of a PostgreSQL.
     *
     * @return the part that is wrong and what is legal; nothing if the driver can use it
     */
    static Optional<Misfit> check(String url) {
        try {
            checkParts(url);
            return Optional.empty();
        } catch (Unusable e) {
            return Optional.of(e.misfit);
        }
    }

    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Misfit misfit;

        Unusable(Misfit misfit) {
            super(misfit.rule());
            this.misfit = misfit;
        }
    }

    private static void checkParts(String url) throws Unusable {
        int question = url.indexOf('?');
        String place = question < 0 ? url : url.substring(0, question);
        if (place.startsWith(POSTGRESQL + "//")) {
            checkServers(place.substring(POSTGRESQL.length() + 2));
        } else if (place.contains("/")) {
            throw fault("is not a URL of PostgreSQL: two slashes follow " + POSTGRESQL, FORM);
        }
        Map<PGProperty, String> parameters = parameters(question < 0 ? "" : url.substring(question + 1));
        for (Map.Entry<PGProperty, String> parameter : parameters.entrySet()) {
            checkValue(parameter.getKey(), parameter.getValue());
        }
        checkFiles(parameters);
        if (place.substring(POSTGRESQL.length()).matches("/*")) {
            throw fault("names neither host nor database", FORM);
        }
        if (Driver.parseURL(url, null) == null) {
            throw fault("cannot be parsed by PostgreSQL's driver", FORM);
        }
    }

    private static void checkServers(String rest) throws Unusable {
        int slash = rest.indexOf('/');
        String servers = slash < 0 ? rest : rest.substring(0, slash);
        for (String server : servers.split(",", -1)) {
            int colon = server.lastIndexOf(':');
            String port = server.substring(colon + 1);
            boolean mayHoldPassword =
                    rest.contains("@") && !WHOLE_NUMBER.matcher(port).matches();
            if (mayHoldPassword || server.contains("@")) {
                throw fault("has user and password before the host, where PostgreSQL's driver takes none", FORM);
            }
            if (server.chars().anyMatch(Character::isWhitespace)) {
                throw fault("has a blank in the host '" + server + "'", FORM);
            }
            if (server.chars().anyMatch(letter -> "$(){}<>\"'`".indexOf(letter) >= 0)) {
                throw fault("has '" + (colon < 0 ? server : server.substring(0, colon)) + "' in the host", FORM);
            }
            if (colon >= 0 && !server.endsWith("]")) {
                checkPort(port);
            }
        }
    }

    private static void checkPort(String port) throws Unusable {
        if (!WHOLE_NUMBER.matcher(port).matches() || Long.parseLong(port) < 1 || Long.parseLong(port) > MAX_PORT) {
            throw fault(
                    "has the port '" + port + "', and a port is a whole number from 1 to " + MAX_PORT,
                    "PostgreSQL usually listens on 5432. " + FORM);
        }
    }

    private static Map<PGProperty, String> parameters(String query) throws Unusable {
        Map<PGProperty, String> known = new LinkedHashMap<>();
        Map<String, String> unknown = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            PGProperty property = PGProperty.forName(name);
            if (property != null) {
                known.put(property, value);
            } else if (!name.isEmpty()) {
                unknown.put(name, value);
            }
        }
        if (EXTENSIONS.stream().noneMatch(known::containsKey)) {
            for (String name : unknown.keySet()) {
                throw unknown(
                        name, known.containsKey(PGProperty.PASSWORD) || known.containsKey(PGProperty.SSL_PASSWORD));
            }
        }
        return known;
    }

    /** What follows a '&' may be the rest of a password. */
    private static Unusable unknown(String name, boolean mayBeSecret) {
        List<String> legal = Arrays.stream(PGProperty.values())
                .map(PGProperty::getName)
                .filter(each -> !each.startsWith("PG"))
                .toList();
        Optional<String> near = Spelling.nearest(name, legal);
        String server = " Settings of the server are set with options=-c%20NAME=VALUE.";
        if (near.isPresent()) {
            return fault(
                    "has the parameter '" + name + "', which PostgreSQL's driver does not have",
                    "Did you mean '" + near.get() + "'?" + server);
        }
        return mayBeSecret
                ? fault(
                        "has a parameter that PostgreSQL's driver does not have",
                        "Remove it, and write '&' in a password as %26, or better set user and password in their own settings.")
                : fault(
                        "has the parameter '" + name + "', which PostgreSQL's driver does not have",
                        "Remove it, or see the connection parameters in the documentation of pgjdbc." + server);
    }

    private static String decoded(String text) throws Unusable {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw fault(
                    "has a '%' in its parameters without two hexadecimal digits after it", "Write '%' itself as %25.");
        }
    }

    private static void checkValue(PGProperty property, String value) throws Unusable {
        String name = property.getName();
        String usual = property.getDefaultValue();
        String[] choices = property.getChoices();
        if (choices != null && !LISTS.contains(property)) {
            if (Arrays.stream(choices).noneMatch(choice -> choice.equalsIgnoreCase(value))) {
                throw wrong(name, value, "one of " + Arrays.stream(choices).collect(Collectors.joining(", ")));
            }
        } else if (usual != null && WHOLE_NUMBER.matcher(usual).matches()) {
            if (property == PGProperty.PG_PORT) {
                checkPort(value);
            } else if (!WHOLE_NUMBER.matcher(value).matches()) {
                throw wrong(name, value, "a whole number");
            }
        } else if (Boolean.toString(true).equals(usual)
                || Boolean.toString(false).equals(usual)) {
            if (!value.isEmpty() && !Set.of("true", "false").contains(value.toLowerCase(Locale.ROOT))) {
                throw wrong(name, value, "true or false");
            }
        }
    }

    /** Files of TLS, as far as they are used. */
    private static void checkFiles(Map<PGProperty, String> parameters) throws Unusable {
        if ("disable".equalsIgnoreCase(parameters.get(PGProperty.SSL_MODE))
                || EXTENSIONS.stream().anyMatch(parameters::containsKey)) {
            return;
        }
        for (PGProperty property : FILES) {
            String file = parameters.getOrDefault(property, "");
            if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
                throw fault(
                        "has " + property.getName() + "=" + file
                                + ", and there is no such file that this user may read",
                        "Name a readable file in " + property.getName() + ".");
            }
        }
        String certificate = parameters.getOrDefault(PGProperty.SSL_CERT, "");
        String key = parameters.getOrDefault(PGProperty.SSL_KEY, "");
        if (!certificate.isEmpty() && key.isEmpty() && !Files.exists(OWN.resolve("postgresql.pk8"))) {
            throw fault("has sslcert and no sslkey", "Name the key of the certificate in sslkey.");
        }
        boolean isStore = key.endsWith(".p12") || key.endsWith(".pfx");
        if (!key.isEmpty() && !isStore && certificate.isEmpty() && !Files.exists(OWN.resolve("postgresql.crt"))) {
            throw fault("has sslkey and no sslcert", "Name the certificate of the key in sslcert.");
        }
    }

    private static Unusable wrong(String name, String value, String legal) {
        return fault(
                "has " + name + "=" + value + ", and " + name + " is " + legal, "Set " + name + " to a legal value.");
    }

    private static Unusable fault(String what, String hint) {
        return new Unusable(new Misfit("it " + what, hint));
    }
}

package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the libraries of the class path, production's and those of the embedded stack and the tests, against the list of
 * vulnerabilities that are known; it needs no network.
 */
class KnownVulnerabilitiesTest {
    private static final Path LIST = Path.of("src/test/resources/least-versions.txt");
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^-]*(?:-[A-Za-z][A-Za-z0-9.]*)?)\\.jar");

    /** A line of the list; a library without a least version must not be there. */
    private record Rule(String artifact, String least, String why) {
        static Rule of(String line) {
            String[] words = line.split("\\s+", 3);
            return new Rule(words[0], words[1], words[2]);
        }

        boolean isBroken(String artifact, String version) {
            return this.artifact.equals(artifact)
                    && (least.equals("-") || Version.parse(version).compareTo(Version.parse(least)) < 0);
        }
    }

    @Test
    void noLibraryHasAVulnerabilityThatIsKnown() throws IOException {
        List<String> jars = jars();
        assertThat(jars)
                .as("jars of the class path")
                .hasSizeGreaterThan(100)
                .anyMatch(name -> name.startsWith("avro-"));

        assertThat(broken(rules(), jars))
                .as("raise the version in the pom, or exclude the library; %s says why", LIST)
                .isEmpty();
    }

    @Test
    void everyRuleButThoseOfAbsentLibrariesIsAboutALibraryThatIsThere() throws IOException {
        List<String> jars = jars();

        assertThat(rules())
                .filteredOn(rule -> !rule.least().equals("-"))
                .allMatch(
                        rule -> jars.stream().anyMatch(jar -> jar.startsWith(rule.artifact() + "-")),
                        "has a library; else take the line out");
    }

    @Test
    void anOlderOrForbiddenLibraryIsFound() {
        List<Rule> rules = List.of(Rule.of("netty-codec 4.1.125.Final CVE-1"), Rule.of("c3p0 - CVE-2"));

        assertThat(broken(
                        rules,
                        List.of("netty-codec-4.1.99.Final.jar", "netty-codec-http-4.1.1.Final.jar", "c3p0-0.9.jar")))
                .containsExactly("netty-codec-4.1.99.Final.jar: CVE-1", "c3p0-0.9.jar: CVE-2");
        assertThat(broken(rules, List.of("netty-codec-4.1.125.Final.jar", "netty-codec-4.1.130.Final.jar")))
                .isEmpty();
    }

    private static List<String> broken(List<Rule> rules, List<String> jars) {
        List<String> broken = new ArrayList<>();
        for (String jar : jars) {
            Matcher name = JAR.matcher(jar);
            if (name.matches()) {
                rules.stream()
                        .filter(rule -> rule.isBroken(name.group(1), name.group(2)))
                        .forEach(rule -> broken.add(jar + ": " + rule.why()));
            }
        }
        return broken;
    }

    private static List<Rule> rules() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Rule::of)
                .toList();
    }

    private static List<String> jars() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).getFileName().toString())
                .toList();
    }
}

package dev.caravan.routes;

import static dev.caravan.routes.RouteFolderFixture.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that would end a parser, fill the heap or keep a thread for ever is a fault of its own file, and of no other. */
class HostileFileTest {
    @TempDir
    Path dir;

    private RouteFolderFixture pod;

    @BeforeEach
    void start() throws Exception {
        pod = new RouteFolderFixture(dir);
        pod.write("orders.yaml", table("orders", "a"));
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    static Stream<Arguments> hostile() {
        String route = "- route:\n    id: x\n    from:\n      uri: direct:x\n      steps:\n        - ";
        return Stream.of(
                Arguments.of("open brackets", "[".repeat(200_000), ":1: this is not YAML: it is nested more than 64"),
                Arguments.of("open braces", "{a: ".repeat(50_000), ":1: this is not YAML: it is nested more than 64"),
                Arguments.of(
                        "block lists", "- ".repeat(100_000) + "x", ":1: this is not YAML: it is nested more than 64"),
                Arguments.of(
                        "deep under a route",
                        route + "to: " + "[".repeat(1000) + "]".repeat(1000),
                        ":6: this is not YAML: it is nested more than 64"),
                Arguments.of(
                        "many values", "- [" + "a,".repeat(300_000) + "a]", ":1: this is not YAML: it has more than"),
                Arguments.of("billion laughs", laughs(), "it has more than 100000 values, aliases counted in full"),
                Arguments.of("laughs in depth", deepLaughs(), "it is nested more than 64 levels deep"),
                Arguments.of("an alias of itself", "- &a [*a]", "an alias stands inside what it refers to"),
                Arguments.of(
                        "an alias of itself again", "- &a x\n- &a [*a]", "an alias stands inside what it refers to"),
                Arguments.of(
                        "a long value", "- route: {id: " + "x".repeat(70_000) + "}", "a value is longer than 65536"),
                Arguments.of("a long key", "- ? " + "x".repeat(70_000) + "\n  : y", "a value is longer than 65536"),
                Arguments.of(
                        "a deep expression",
                        route + "setBody:\n            simple: \"" + "${body.a[".repeat(7_000) + "\"",
                        "is not an expression of the simple language"),
                Arguments.of("too large", "#".repeat((1 << 20) + 1), ":1: the file is larger than 1048576 bytes."),
                Arguments.of("not text", "\0\1\2".repeat(1000), "this is not YAML"),
                Arguments.of("a long name", table("x".repeat(201), "a"), "routeId is 201 characters long"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void itIsAFaultOfItsFileAlone(String name, String content, String told) throws Exception {
        pod.write("hostile.yaml", content);

        assertThat(pod.folder.loadAll()).hasSize(1);
        assertThat(pod.faults())
                .singleElement()
                .asString()
                .startsWith(dir.resolve("hostile.yaml") + ":")
                .contains(told);
        assertThat(pod.faults().get(0).length())
                .as("a line that a log can hold")
                .isLessThan(6_000);
        assertThat(pod.routes()).contains("orders");
        assertThat(pod.folder.check(false)).as("what validate looks at").hasSize(2);

        pod.write("users.yaml", table("users", "b"));
        pod.settle();
        assertThat(pod.routes()).as("the folder is still followed").contains("users");
    }

    /** Stands for whatever code a file makes Camel run: expressions, converters, constructors. */
    public static final class Overflow {
        private int depth;

        public Overflow() {
            deeper();
        }

        private void deeper() {
            depth++;
            if (depth < Integer.MAX_VALUE) {
                deeper();
            }
        }

        @Override
        public String toString() {
            return "deep " + depth;
        }
    }

    public static final class Incomplete {
        public Incomplete() {
            throw new NoClassDefFoundError("some/Driver");
        }
    }

    public static final class Broken {
        public Broken() {
            throw new AssertionError("broken");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Overflow.class, Incomplete.class, Broken.class})
    void anErrorThatAFileBringsAboutIsAFaultOfIt(Class<?> bean) throws Exception {
        String name = bean.getName();
        pod.write("hostile.yaml", "- beans:\n    - name: b\n      type: " + name + "\n");

        pod.folder.look(true);

        assertThat(pod.faults()).singleElement().asString().contains("hostile.yaml:1: Camel cannot make the route");
        assertThat(pod.routes()).contains("orders");
        pod.write("users.yaml", table("users", "b"));
        pod.settle();
        assertThat(pod.routes()).contains("users");
    }

    @Test
    void whatIsNoRegularFileIsNeverOpened() throws Exception {
        mkfifo("pipe.yaml");
        Files.createSymbolicLink(dir.resolve("zero.yaml"), Path.of("/dev/zero"));
        Files.createSymbolicLink(dir.resolve("loop.yaml"), dir.resolve("loop.yaml"));
        Files.createSymbolicLink(dir.resolve("gone.yaml"), dir.resolve("nothing"));
        Files.createDirectory(dir.resolve("folder.yaml"));

        pod.folder.look(true);

        assertThat(pod.faults())
                .hasSize(3)
                .anyMatch(fault -> fault.contains("loop.yaml:1: the file cannot be read"))
                .anyMatch(fault -> fault.contains("pipe.yaml:1: this is a pipe"))
                .anyMatch(fault -> fault.contains("zero.yaml:1: this is a pipe, a socket or a device"));
        assertThat(pod.routes()).contains("orders");
    }

    @Test
    void aFileOfManyMegabytesIsNotRead() throws Exception {
        try (RandomAccessFile sparse =
                new RandomAccessFile(dir.resolve("huge.yaml").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        pod.folder.look(true);

        assertThat(pod.faults()).singleElement().asString().contains("huge.yaml:1: the file is larger");
    }

    @Test
    void manyLargeFilesTakeNoPlaceOfSmallOnes() throws Exception {
        for (int i = 0; i < 40; i++) {
            pod.write("a" + i + ".yaml", table("t" + i, "a") + "#".repeat((1 << 20) - 400) + "\n");
        }

        pod.folder.look(true);

        assertThat(pod.routes()).contains("orders", "t0");
        assertThat(pod.faults())
                .isNotEmpty()
                .allMatch(fault -> fault.contains("the files of the folder are larger than 16777216 bytes in all"));
    }

    @Test
    void aFolderOfTooManyFilesIsAFaultOfTheFolderAndWhatRunsGoesOn() throws Exception {
        pod.settle();
        for (int i = 0; i <= FolderContents.MAX_FILES; i++) {
            Files.createFile(dir.resolve("f" + i + ".yaml"));
        }

        pod.folder.look(true);

        assertThat(pod.folder.status().folderFault()).contains("more than 5000 route files");
        assertThat(pod.routes()).contains("orders");
    }

    @Test
    void moreRoutesThanTheHeapHoldsAreRefused() throws Exception {
        RouteFile file = pod.folder.check(false).get(0);

        assertThat(new TableCapacity(10).exceeded(file, 8)).isEmpty();
        assertThat(new TableCapacity(10).exceeded(file, 9))
                .singleElement()
                .asString()
                .contains("has 11 routes, and the heap has room for 10", "more heap");
    }

    @Test
    void aFileHasNotMoreFaultsThanSomebodyReads() throws Exception {
        pod.write(
                "faulty.yaml",
                IntStream.range(0, 3000).mapToObj(i -> "- x" + i + ": 1\n").collect(Collectors.joining()));

        assertThat(pod.folder.loadAll()).hasSize(50);
    }

    private static String laughs() {
        StringBuilder yaml = new StringBuilder("- &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            String aliases = String.join(",", Collections.nCopies(10, "*a" + (i - 1)));
            yaml.append("- &a").append(i).append(" [").append(aliases).append("]\n");
        }
        return yaml.toString();
    }

    private static String deepLaughs() {
        StringBuilder yaml = new StringBuilder("- &a0 [x]\n");
        for (int i = 1; i < 45; i++) {
            yaml.append("- &a").append(i).append(" [[*a").append(i - 1).append("]]\n");
        }
        return yaml.toString();
    }

    private void mkfifo(String name) throws Exception {
        Process made = new ProcessBuilder("mkfifo", dir.resolve(name).toString()).start();
        assertThat(made.waitFor()).isZero();
    }
}

package dev.caravan.bench.contender;

import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.Standing;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Spark's JDBC reader and Parquet writer in one JVM whose session stays, as on a cluster. */
final class Spark implements Contender {
    private static final int PARTITIONS = 4;
    /** Spark's own default for a driver. */
    private static final String HEAP = "-Xmx1g";
    /** What Spark's launcher opens for it. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar");

    private final Places places;
    private final Standing session;

    /** What {@code mvn -Pbench-spark} has left in a folder. */
    Spark(Places places, Path home) {
        this.places = places;
        List<String> options = new ArrayList<>(List.of(HEAP, "-Duser.timezone=UTC"));
        OPENED.forEach(name -> options.add("--add-opens=" + name + "=ALL-UNNAMED"));
        String classPath = home.resolve("bench-spark.jar") + File.pathSeparator + home.resolve("lib") + "/*";
        session = new Standing(places.java(options, classPath, "dev.caravan.bench.spark.SparkReader"));
    }

    @Override
    public String name() {
        return Kind.SPARK.name(0);
    }

    @Override
    public String label() {
        return "Spark's JDBC reader, " + PARTITIONS + " partitions, warm";
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public Cost run(LoadedTable table) {
        Path folder = places.fresh(folder(table)).resolve("files");
        Cost cost = session.run(String.join(
                "\t", table.table().relation(), table.table().key(), Integer.toString(PARTITIONS), folder.toString()));
        Answers.read(cost);
        return cost;
    }

    @Override
    public Output output(LoadedTable table) {
        return Output.ofFolder(places.work().resolve(folder(table)).resolve("files"));
    }

    private static String folder(LoadedTable table) {
        return "spark-" + table.table().id();
    }

    @Override
    public void close() {
        session.close();
    }
}

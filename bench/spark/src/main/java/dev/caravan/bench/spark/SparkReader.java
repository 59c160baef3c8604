package dev.caravan.bench.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads the table that a line names over JDBC, in partitions of its key, and writes it as Parquet into a folder. The session
 * stays from line to line, so that its start is not counted.
 */
public final class SparkReader {
    private final SparkSession spark;
    private final Map<String, String> source;

    private SparkReader(SparkSession spark, Map<String, String> source) {
        this.spark = spark;
        this.source = source;
    }

    /** A line has the table, its key, how many partitions, and the folder, separated by tabs; the source is in the environment. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Whatever prints must not talk into the conversation.
        System.setOut(System.err);
        Map<String, String> source = Map.of(
                "url", System.getenv("CARAVAN_SOURCE_DEFAULT_URL"),
                "driver", "org.postgresql.Driver",
                "fetchsize", "10000");
        try (SparkSession spark = SparkSession.builder()
                .appName("caravan bench")
                .master("local[*]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate()) {
            SparkReader reader = new SparkReader(spark, source);
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split("\t");
                try {
                    reader.read(words[0], words[1], words[2], words[3]);
                    answers.println("{}");
                } catch (RuntimeException e) {
                    e.printStackTrace();
                    answers.println("{\"failure\": \"Spark failed\"}");
                }
                answers.flush();
            }
        }
    }

    private void read(String table, String key, String partitions, String folder) {
        Row ends = spark.read()
                .format("jdbc")
                .options(source)
                .option("query", "select min(" + key + ") least, max(" + key + ") most from " + table)
                .load()
                .first();
        spark.read()
                .format("jdbc")
                .options(source)
                .option("dbtable", table)
                .option("partitionColumn", key)
                .option("lowerBound", Long.toString(ends.getLong(0)))
                .option("upperBound", Long.toString(ends.getLong(1)))
                .option("numPartitions", partitions)
                .load()
                .write()
                .option("compression", "zstd")
                .parquet(folder);
    }
}

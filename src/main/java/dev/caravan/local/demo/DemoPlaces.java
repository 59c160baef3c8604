package dev.caravan.local.demo;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the demo finds its servers and keeps its files.
 *
 * @param settings Caravan's settings that lead to the servers, the source's URL, user and password among them
 * @param bucket the folder that S3 shows as the lake's bucket
 * @param routes an empty folder for the table files
 * @param config an empty properties file, so that one in the user's folder has no say
 */
public record DemoPlaces(Map<String, String> settings, Path bucket, Path routes, Path config) {
    public DemoPlaces {
        settings = Map.copyOf(settings);
    }
}

package dev.caravan.cli;

import dev.caravan.component.Sources;
import dev.caravan.pod.Pod;
import javax.sql.DataSource;
import picocli.CommandLine.Option;

/** The database, of the commands that look into one. */
final class SourceOption {
    private static final String DEFAULT = "default";

    @Option(names = "--source", paramLabel = "NAME", description = "The source to read (default: default).")
    private String source = DEFAULT;

    String name() {
        return source;
    }

    /** Whether it is the one that table files mean when they name none. */
    boolean isDefault() {
        return source.equals(DEFAULT);
    }

    DataSource of(Pod pod) {
        return Sources.of(pod.context(), source, "--source");
    }
}

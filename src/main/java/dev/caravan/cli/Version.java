package dev.caravan.cli;

import dev.caravan.lake.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: version and revision of the build, and the Java that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "caravan " + Build.THIS.version()
                    + (Build.THIS.revision().isEmpty() ? "" : " (revision " + Build.THIS.revision() + ")"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}

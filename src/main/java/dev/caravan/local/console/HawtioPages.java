package dev.caravan.local.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The pages inside hawtio's war, which lies as {@code console/hawtio.war} beside the jar of this class once somebody has
 * asked for it; it may come while the process runs.
 */
final class HawtioPages implements AutoCloseable {
    /** What brings it, in the project's folder. */
    static final String COMMAND = "mvn dependency:copy@console";

    private static final String WAR = "console/hawtio.war";

    private final Path war;
    private @Nullable ZipFile open;

    HawtioPages() {
        this(besideOurJar());
    }

    HawtioPages(Path war) {
        this.war = war;
    }

    private static Path besideOurJar() {
        try {
            return Path.of(HawtioPages.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling(WAR);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the war is there. */
    boolean arePresent() {
        return Files.isReadable(war);
    }

    /** The content of a page, if the war has it. */
    synchronized Optional<byte[]> find(String name) throws IOException {
        if (open == null) {
            open = new ZipFile(war.toFile());
        }
        // What a servlet container keeps to itself.
        ZipEntry entry = name.contains("-INF/") ? null : open.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream content = open.getInputStream(entry)) {
            return Optional.of(content.readAllBytes());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}

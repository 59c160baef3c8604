package dev.caravan.pod;

import java.io.IOException;
import java.nio.file.Path;

/** A program that prints settings as the routes of its process see them. */
final class ShownSettings {
    private ShownSettings() {}

    /** Prints one line each for the keys in {@code arguments} after the first, which is the properties file. */
    public static void main(String[] arguments) throws IOException {
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, Path.of(arguments[0]))) {
            for (int i = 1; i < arguments.length; i++) {
                System.out.println(
                        arguments[i] + "=" + pod.context().resolvePropertyPlaceholders("{{" + arguments[i] + "}}"));
            }
            System.out.println("shutdown=" + pod.context().getShutdownStrategy().getTimeout());
        }
    }
}

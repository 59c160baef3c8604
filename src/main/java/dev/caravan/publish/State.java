package dev.caravan.publish;

import java.util.List;

/**
 * What a table's folder holds now.
 *
 * @param formatVersion of this document
 * @param runId the run that is published
 * @param manifest the key of its manifest
 * @param files the keys of its files
 */
record State(int formatVersion, String runId, String manifest, List<String> files) {
    State {
        files = List.copyOf(files);
    }
}

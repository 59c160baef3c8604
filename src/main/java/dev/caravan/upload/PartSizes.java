package dev.caravan.upload;

/**
 * Which files go to the lake in parts.
 *
 * @param partBytes the size of a part; 0 where all files go whole
 * @param threshold files of fewer bytes go whole; no less than {@code partBytes}
 */
public record PartSizes(long partBytes, long threshold) {
    public PartSizes {
        threshold = Math.max(partBytes, threshold);
    }

    /** Whether a file of so many bytes, which may have more yet, goes in parts. */
    public boolean takeParts(long bytes) {
        return partBytes > 0 && bytes >= threshold;
    }
}

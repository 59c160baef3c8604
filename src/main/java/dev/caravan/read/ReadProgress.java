package dev.caravan.read;

/** Listens to the progress of a read. */
@FunctionalInterface
public interface ReadProgress {
    /**
     * A batch was read and decoded.
     *
     * @param rows its rows, those that a policy rejected included
     * @param bytes what they took on the wire
     */
    void read(int rows, long bytes);
}

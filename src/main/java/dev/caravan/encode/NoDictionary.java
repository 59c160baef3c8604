package dev.caravan.encode;

/** Never open. */
final class NoDictionary extends Dictionary {
    @Override
    boolean isOpen() {
        return false;
    }

    @Override
    int size() {
        return 0;
    }

    @Override
    long bytes() {
        return 0;
    }

    @Override
    void writeKey(int id, PageBytes out) {}

    @Override
    void clear() {}

    @Override
    void close() {}

    @Override
    long heldByValues() {
        return 0;
    }
}

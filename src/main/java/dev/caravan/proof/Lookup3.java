package dev.caravan.proof;

/** The state of Bob Jenkins's hash function lookup3 (public domain), as PostgreSQL has it. */
final class Lookup3 {
    private static final int INITIAL = 0x9e3779b9 + 3923095;
    private static final int WORD = 32;
    private static final long LOWER = 0xFFFFFFFFL;

    private int a;
    private int b;
    private int c;

    /** Begins the hash of so many bytes. */
    Lookup3(int length, long seed) {
        a = INITIAL + length;
        b = a;
        c = a;
        if (seed != 0) {
            a += (int) (seed >>> WORD);
            b += (int) seed;
            mix();
        }
    }

    /** Takes 12 bytes, and more are to come. */
    void block(int first, int second, int third) {
        a += first;
        b += second;
        c += third;
        mix();
    }

    /** Takes the last bytes and ends. */
    long end(int first, int second, int third) {
        a += first;
        b += second;
        c += third;
        c ^= b;
        c -= Integer.rotateLeft(b, 14);
        a ^= c;
        a -= Integer.rotateLeft(c, 11);
        b ^= a;
        b -= Integer.rotateLeft(a, 25);
        c ^= b;
        c -= Integer.rotateLeft(b, 16);
        a ^= c;
        a -= Integer.rotateLeft(c, 4);
        b ^= a;
        b -= Integer.rotateLeft(a, 14);
        c ^= b;
        c -= Integer.rotateLeft(b, 24);
        return ((long) b << WORD) | (c & LOWER);
    }

    private void mix() {
        a -= c;
        a ^= Integer.rotateLeft(c, 4);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 6);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 8);
        b += a;
        a -= c;
        a ^= Integer.rotateLeft(c, 16);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 19);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 4);
        b += a;
    }
}

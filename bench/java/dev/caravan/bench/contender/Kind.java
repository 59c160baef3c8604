package dev.caravan.bench.contender;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every kind of contender, with the numbers of connections that it reads with, in the order of running. */
enum Kind {
    COPY(1, 2),
    PSQL(1, 2),
    /** As many as there are cores. */
    DUCKDB(0),
    CARAVAN_WARM(1, 2, 4),
    /** With its values proven by checksums. */
    CARAVAN_CHECKSUM(1, 2),
    CARAVAN_COLD(1, 2, 4),
    PLAIN_EIP(0),
    SPARK(0);

    private final int[] connections;

    /** 0 where nobody is to choose. */
    Kind(int... connections) {
        this.connections = connections;
    }

    List<Integer> connections() {
        return Arrays.stream(connections).boxed().toList();
    }

    /** The contender's name with so many connections. */
    String name(int number) {
        String kind = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return number == 0 ? kind : kind + "-" + number;
    }

    /** Every name there is. */
    static List<String> names() {
        return Arrays.stream(values())
                .flatMap(kind -> kind.connections().stream().map(kind::name))
                .toList();
    }
}

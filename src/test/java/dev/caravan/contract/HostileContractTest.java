package dev.caravan.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.error.ExportException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract that would end the parser or fill the heap is refused with the reason. */
class HostileContractTest {

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("[".repeat(100_000), "is not an Avro schema"),
                Arguments.of(nested(99), "it is nested more than 100 levels deep"),
                Arguments.of(nested(20_000), "nest"),
                Arguments.of(doubled(25), "it has more than 20000 parts"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void itIsRefused(String avro, String told) {
        assertThatThrownBy(() -> Contract.parse("t.avsc", avro))
                .isInstanceOf(ExportException.class)
                .hasMessageStartingWith("BAD_CONFIGURATION: The contract t.avsc ")
                .hasMessageContaining(told);
    }

    private static String nested(int levels) {
        return "{\"type\":\"record\",\"name\":\"t\",\"fields\":[{\"name\":\"a\",\"type\":"
                + "{\"type\":\"array\",\"items\":".repeat(levels) + "\"int\"" + "}".repeat(levels) + "}]}";
    }

    /** Each record has the one before twice. */
    private static String doubled(int levels) {
        String schema = "{\"type\":\"record\",\"name\":\"r0\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
        for (int i = 1; i < levels; i++) {
            schema = "{\"type\":\"record\",\"name\":\"r" + i + "\",\"fields\":[{\"name\":\"a\",\"type\":" + schema
                    + "},{\"name\":\"b\",\"type\":\"r" + (i - 1) + "\"}]}";
        }
        return schema;
    }
}

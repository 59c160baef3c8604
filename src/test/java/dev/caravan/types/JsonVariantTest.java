package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonVariantTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "1 2", "{} {}", "[1", "{\"a\"", "tru", "1e12345678901"})
    void what_is_not_one_document_is_corrupt(String json) {
        byte[] frame = ("\u0001" + json).getBytes(StandardCharsets.UTF_8);
        StructVector out = (StructVector) Target.VARIANT.vector(frame);

        assertThatThrownBy(() -> new JsonVariant().value(frame, 0, frame.length, out))
                .isInstanceOf(CorruptFrame.class)
                .hasMessageContaining("jsonb");
    }
}

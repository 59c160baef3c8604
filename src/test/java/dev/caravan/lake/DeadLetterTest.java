package dev.caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The document that a failed run leaves in the bucket. */
class DeadLetterTest {
    private static final DeadLetter LETTER = new DeadLetter(
            "orders",
            "20261126T100000000Z",
            "orders-plan",
            ErrorCode.NO_SUCH_COLUMN,
            ErrorKind.USER,
            "Table public.orders has no column nr.",
            "Its columns are id and note.",
            1,
            "2026-11-26T10:00:01Z");

    @Test
    void what_the_user_has_to_do_is_the_hint() {
        assertThat(Json.tree(Json.bytes(LETTER)).get("hint").asText()).isEqualTo("Its columns are id and note.");
    }

    @Test
    void a_dead_letter_of_an_earlier_build_is_read() {
        String earlier = new String(Json.bytes(LETTER), StandardCharsets.UTF_8).replace("\"hint\"", "\"mend\"");

        assertThat(Json.read(earlier.getBytes(StandardCharsets.UTF_8), DeadLetter.class))
                .isEqualTo(LETTER);
    }
}

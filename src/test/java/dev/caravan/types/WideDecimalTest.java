package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Target;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideDecimalTest {
    private static final long SEED = 38;

    @Test
    void it_agrees_with_the_arithmetic_of_big_integers() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            int precision = 19 + random.nextInt(20);
            int scale = random.nextInt(precision + 1);
            BigInteger unscaled = new BigInteger(random.nextInt(127), random).mod(BigInteger.TEN.pow(precision));
            if (random.nextBoolean()) {
                unscaled = unscaled.divide(BigInteger.TEN.pow(random.nextInt(scale + 1)))
                        .multiply(BigInteger.TEN.pow(random.nextInt(2)))
                        .mod(BigInteger.TEN.pow(precision));
            }
            BigInteger signed = random.nextBoolean() ? unscaled : unscaled.negate();
            byte[] frame = frame(new BigDecimal(signed, scale));
            int width = Target.decimal(precision, scale).length();
            BytesVector vector = new BytesVector();

            boolean appended = WideDecimal.append(frame, 0, frame.length, precision, scale, width, vector);

            assertThat(appended)
                    .as("%s in decimal(%s,%s)", signed, precision, scale)
                    .isTrue();
            assertThat(new BigInteger(Arrays.copyOfRange(
                            vector.buffer(0), vector.offset(0), vector.offset(0) + vector.length(0))))
                    .isEqualTo(signed)
                    .isEqualTo(Numeric.unscaledBig(frame, 0, frame.length, precision, scale));
        }
    }

    @Test
    void a_value_that_does_not_fit_is_left_to_whoever_says_so() throws IOException {
        for (String value : new String[] {"10000000000000000000", "-123456789012345678901234567890", "0.001"}) {
            byte[] frame = frame(new BigDecimal(value));
            BytesVector vector = new BytesVector();

            assertThat(WideDecimal.append(frame, 0, frame.length, 21, 2, 9, vector))
                    .as(value)
                    .isFalse();
            assertThat(vector.size()).isZero();
        }
    }

    /** As {@code numeric_send} writes it: without zeros at either end. */
    private static byte[] frame(BigDecimal value) throws IOException {
        String digits = value.abs().toPlainString();
        int point = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
        String before = digits.substring(0, point);
        String behind = point == digits.length() ? "" : digits.substring(point + 1);
        String all =
                "0".repeat((4 - before.length() % 4) % 4) + before + behind + "0".repeat((4 - behind.length() % 4) % 4);
        int weight = (before.length() + 3) / 4 - 1;
        int from = 0;
        int to = all.length();
        while (from < to && all.startsWith("0000", from)) {
            from += 4;
            weight--;
        }
        while (from < to && all.startsWith("0000", to - 4)) {
            to -= 4;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort((to - from) / 4);
        out.writeShort(from == to ? 0 : weight);
        out.writeShort(value.signum() < 0 ? Numeric.NEGATIVE : Numeric.POSITIVE);
        out.writeShort(behind.length());
        for (int i = from; i < to; i += 4) {
            out.writeShort(Integer.parseInt(all.substring(i, i + 4)));
        }
        return bytes.toByteArray();
    }
}

package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of a vector that are appended to another, against a plain list of the values. */
class VectorAppendTest {
    /** More than a vector has room for at first. */
    private static final int MOST_ROWS = 200;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final PlainValues plain = new PlainValues(random);

    static List<Target> members() {
        return List.of(
                Target.BOOLEAN,
                Target.INT32,
                Target.INT64,
                Target.FLOAT,
                Target.DOUBLE,
                Target.STRING,
                Target.UUID,
                Target.decimal(38, 10),
                Target.VARIANT,
                new Target.ListOf(Target.STRING),
                new Target.ListOf(new Target.ListOf(Target.INT32)),
                new Target.StructOf(List.of(new Field("a", Target.STRING), new Field("b", Target.DOUBLE))),
                new Target.StructOf(List.of(new Field("a", new Target.ListOf(Target.VARIANT)))),
                new Target.MapOf(Target.STRING, new Target.ListOf(Target.INT64)),
                new Target.ListOf(new Target.MapOf(Target.INT32, Target.BOOLEAN)));
    }

    @ParameterizedTest
    @MethodSource("members")
    void appended_rows_have_the_values_of_their_source(Target target) {
        for (double nulls : new double[] {0, 0.3, 1}) {
            assertAppended(target, nulls);
        }
    }

    @RepeatedTest(100)
    void appended_rows_of_random_types_have_the_values_of_their_source() {
        assertAppended(plain.target(4), random.nextDouble() / 2);
    }

    private void assertAppended(Target target, double nulls) {
        Vector source = target.vector(plain.buffer());
        Vector found = target.vector(new byte[0]);
        // As a writer uses it, which fills the same vectors for every partition and every batch.
        for (int use = 0; use < 3; use++) {
            found.refill(new byte[0]);
            List<@Nullable Object> expected = new ArrayList<>();
            for (int batch = 0; batch <= random.nextInt(3); batch++) {
                plain.begin();
                source.refill(plain.buffer());
                List<@Nullable Object> values = new ArrayList<>();
                for (int row = random.nextInt(MOST_ROWS); row >= 0; row--) {
                    values.add(plain.add(source, nulls));
                }
                for (int part = 0; part < 3; part++) {
                    append(source, values, found, expected);
                }
                assertThat(PlainValues.read(source))
                        .as("%s, seed %d", target, seed)
                        .isEqualTo(values);
            }
            // The source has the values of another batch by now, in the same buffer.
            plain.begin();
            source.refill(plain.buffer());
            for (int row = 0; row < MOST_ROWS; row++) {
                plain.add(source, nulls);
            }
            assertThat(PlainValues.read(found)).as("%s, seed %d", target, seed).isEqualTo(expected);
            assertThat(found.nullCount()).isEqualTo((int)
                    expected.stream().filter(value -> value == null).count());
        }
    }

    /** Some rows in any order, none, one or several times. */
    private void append(Vector source, List<@Nullable Object> values, Vector found, List<@Nullable Object> expected) {
        int[] rows = random.ints(values.size(), 0, values.size()).toArray();
        int from = random.nextInt(rows.length + 1);
        int to = from + random.nextInt(rows.length - from + 1);
        found.append(source, rows, from, to);
        for (int i = from; i < to; i++) {
            expected.add(values.get(rows[i]));
        }
    }
}

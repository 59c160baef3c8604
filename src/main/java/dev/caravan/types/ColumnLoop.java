package dev.caravan.types;

import dev.caravan.batch.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * The loop over the values of a column, once for every class of decoders.
 *
 * <p>The JVM compiles a method by what it has seen there. One loop for all decoders has seen them all, so it would call {@code value}
 * through a table, for each of a hundred million values. So each class of decoders gets a hidden class with the same code but a
 * record of its own, and {@code value} becomes a part of the loop: 4 to 8 ns less a value.
 */
abstract class ColumnLoop {
    private static final ClassValue<ColumnLoop> LOOPS = new ClassValue<>() {
        @Override
        protected ColumnLoop computeValue(Class<?> decoder) {
            return copy();
        }
    };

    /** The loop of these decoders. */
    static ColumnLoop of(Class<?> decoder) {
        return LOOPS.get(decoder);
    }

    /** Appends the values from row {@code from} on. */
    abstract <V extends Vector> void run(
            Decoder<V> decoder, byte[] bytes, int[] offsets, int[] lengths, int from, int rows, V out);

    private static ColumnLoop copy() {
        try (InputStream code = ColumnLoop.class.getResourceAsStream("ColumnLoop$Body.class")) {
            if (code == null) {
                return new Body();
            }
            return (ColumnLoop) MethodHandles.lookup()
                    .defineHiddenClass(code.readAllBytes(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The loop over a column could not be copied.", e);
        }
    }

    /** What is copied. */
    static final class Body extends ColumnLoop {
        Body() {}

        @Override
        <V extends Vector> void run(
                Decoder<V> decoder, byte[] bytes, int[] offsets, int[] lengths, int from, int rows, V out) {
            for (int row = from; row < rows; row++) {
                int length = lengths[row];
                if (length < 0) {
                    out.addNull();
                } else {
                    decoder.value(bytes, offsets[row], length, out);
                }
            }
        }
    }
}

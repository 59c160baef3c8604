package dev.caravan.types;

import dev.caravan.batch.Vector;

/** Decodes what another decoder decodes, and asks what becomes of a value, or of a part of one, that it refuses. */
final class Tolerant<V extends Vector> extends Decoder<V> {
    private final Decoder<V> strict;
    private final Refusal refusal;

    private Tolerant(Decoder<V> strict, Refusal refusal) {
        this.strict = strict;
        this.refusal = refusal;
    }

    static <V extends Vector> Decoder<V> of(Decoder<V> strict, Refusal refusal) {
        Decoder<V> inner = strict.withParts(new PartChange() {
            @Override
            public <P extends Vector> Decoder<P> of(Decoder<P> part) {
                return Tolerant.of(part, refusal);
            }
        });
        return new Tolerant<>(inner, refusal);
    }

    @Override
    public void value(byte[] bytes, int offset, int length, V out) {
        int size = out.size();
        try {
            strict.value(bytes, offset, length, out);
        } catch (UnrepresentableValue e) {
            out.truncate(size);
            refusal.refused(e, out);
        }
    }
}

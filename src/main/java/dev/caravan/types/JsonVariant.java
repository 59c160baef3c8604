package dev.caravan.types;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.StructVector;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.parquet.variant.Variant;
import org.apache.parquet.variant.VariantArrayBuilder;
import org.apache.parquet.variant.VariantBuilder;
import org.apache.parquet.variant.VariantObjectBuilder;

/**
 * jsonb as Parquet's VARIANT: numbers stay exact, as integers or decimals of up to 38 digits. Parquet's own parser of
 * JSON would make a double of what is longer.
 */
final class JsonVariant extends Decoder<StructVector> {
    /** PostgreSQL has checked the document already, so no limit of the parser's is wanted. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    /** What readers hold without running out of stack. */
    private static final int MOST_LEVELS = 1_000;

    private static final int MOST_DIGITS = 38;
    private static final int SHOWN = 200;

    @Override
    public void value(byte[] bytes, int offset, int length, StructVector out) {
        if (length < 2 || bytes[offset] != Slices.VERSION) {
            throw new CorruptFrame("jsonb of " + length + " bytes without its version byte " + Slices.VERSION);
        }
        VariantBuilder builder = new VariantBuilder();
        try (JsonParser parser = JSON.createParser(bytes, offset + 1, length - 1)) {
            if (parser.nextToken() == null) {
                throw new CorruptFrame("jsonb without a document");
            }
            append(builder, parser, 0);
            if (parser.nextToken() != null) {
                throw new CorruptFrame("jsonb with bytes after its document");
            }
        } catch (IOException e) {
            throw new CorruptFrame("jsonb that is no JSON: " + e.getMessage());
        }
        Variant variant = builder.build();
        add(variant.getMetadataBuffer(), out, 0);
        add(variant.getValueBuffer(), out, 1);
        out.endStruct();
    }

    @Override
    public Decoder<StructVector> checkingText() {
        return new CheckedText<>(this);
    }

    private static void add(ByteBuffer part, StructVector out, int field) {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        ((BytesVector) out.fields().get(field)).add(copy, 0, copy.length);
    }

    private static void append(VariantBuilder builder, JsonParser parser, int level) throws IOException {
        if (level > MOST_LEVELS) {
            throw new UnrepresentableValue(
                    "a document nested deeper than " + MOST_LEVELS + " levels", "readers of VARIANT cannot follow it");
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                VariantObjectBuilder object = builder.startObject();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    object.appendKey(parser.currentName());
                    parser.nextToken();
                    append(object, parser, level + 1);
                }
                builder.endObject();
            }
            case START_ARRAY -> {
                VariantArrayBuilder array = builder.startArray();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    append(array, parser, level + 1);
                }
                builder.endArray();
            }
            case VALUE_STRING -> builder.appendString(parser.getText());
            case VALUE_TRUE -> builder.appendBoolean(true);
            case VALUE_FALSE -> builder.appendBoolean(false);
            case VALUE_NULL -> builder.appendNull();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(builder, parser.getText());
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new CorruptFrame("jsonb with " + parser.currentToken() + " where a value belongs");
        }
    }

    private static void number(VariantBuilder builder, String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new CorruptFrame("jsonb with a number that no numeric is");
        }
        if (number.scale() < 0) {
            number = number.precision() - number.scale() > MOST_DIGITS ? number : number.setScale(0);
        }
        if (number.precision() > MOST_DIGITS || number.scale() < 0 || number.scale() > MOST_DIGITS) {
            throw new UnrepresentableValue(
                    text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text,
                    "a number in a VARIANT has at most " + MOST_DIGITS + " digits");
        }
        if (number.scale() == 0 && number.precision() <= 18) {
            integer(builder, number.longValueExact());
        } else {
            builder.appendDecimal(number);
        }
    }

    private static void integer(VariantBuilder builder, long number) {
        if (number == (byte) number) {
            builder.appendByte((byte) number);
        } else if (number == (short) number) {
            builder.appendShort((short) number);
        } else if (number == (int) number) {
            builder.appendInt((int) number);
        } else {
            builder.appendLong(number);
        }
    }
}

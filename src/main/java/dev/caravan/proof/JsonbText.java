package dev.caravan.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.variant.Variant;

/** A variant as {@code jsonb_out} prints the document that it comes from: shorter keys first, and those of one length by their bytes. */
final class JsonbText {
    private static final Comparator<Variant.ObjectField> BY_KEY = Comparator.comparing(
            field -> field.key.getBytes(StandardCharsets.UTF_8),
            Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned));

    private JsonbText() {}

    static String of(ByteBuffer value, ByteBuffer metadata) {
        StringBuilder text = new StringBuilder();
        append(new Variant(value, metadata), text);
        return text.toString();
    }

    private static void append(Variant variant, StringBuilder text) {
        switch (variant.getType()) {
            case OBJECT -> object(variant, text);
            case ARRAY -> array(variant, text);
            case STRING -> string(variant.getString(), text);
            case NULL -> text.append("null");
            case BOOLEAN -> text.append(variant.getBoolean());
            case BYTE -> text.append(variant.getByte());
            case SHORT -> text.append(variant.getShort());
            case INT -> text.append(variant.getInt());
            case LONG -> text.append(variant.getLong());
            case DECIMAL4, DECIMAL8, DECIMAL16 ->
                text.append(variant.getDecimal().toPlainString());
            default -> throw new IllegalStateException("jsonb has no " + variant.getType());
        }
    }

    private static void object(Variant variant, StringBuilder text) {
        List<Variant.ObjectField> fields = new ArrayList<>();
        for (int i = 0; i < variant.numObjectElements(); i++) {
            fields.add(variant.getFieldAtIndex(i));
        }
        fields.sort(BY_KEY);
        String between = "{";
        for (Variant.ObjectField field : fields) {
            text.append(between);
            string(field.key, text);
            text.append(": ");
            append(field.value, text);
            between = ", ";
        }
        text.append(fields.isEmpty() ? "{}" : "}");
    }

    private static void array(Variant variant, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < variant.numArrayElements(); i++) {
            text.append(i == 0 ? "" : ", ");
            append(variant.getElementAtIndex(i), text);
        }
        text.append(']');
    }

    private static void string(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}

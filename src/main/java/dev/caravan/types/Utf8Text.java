package dev.caravan.types;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tells text in UTF-8 from other bytes, which a database with the encoding SQL_ASCII may hold. */
public final class Utf8Text {
    private Utf8Text() {}

    /** Whether these bytes are text in UTF-8. */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return isDecodable(bytes, i, offset + length - i);
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The bytes as text that loses none of them: ASCII as it is, a backslash doubled, every other byte as {@code \xHH}. */
    public static String escaped(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                text.append(String.format("\\x%02x", bytes[i]));
            } else if (bytes[i] == '\\') {
                text.append("\\\\");
            } else {
                text.append((char) bytes[i]);
            }
        }
        return text.toString();
    }
}

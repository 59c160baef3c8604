package dev.caravan.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;

/** The documents of the lake as indented JSON: people read them too. */
public final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** The document's bytes in UTF-8. */
    public static byte[] bytes(Object document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of the lake that is not JSON", e);
        }
    }

    /** A document of the lake, of this version or another. */
    public static JsonNode tree(byte[] document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.INTERNAL,
                    "A document that Caravan keeps in the lake is not JSON: " + e.getMessage() + ".",
                    "See who else writes below _caravan/; remove the document, and the next run writes it anew.",
                    e);
        }
    }
}

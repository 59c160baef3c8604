package dev.caravan.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;

/** The documents of the lake as indented JSON, which can be read without tools. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String ANY = "A document of Caravan in the lake";

    private Json() {}

    /** The document's bytes in UTF-8. */
    public static byte[] bytes(Object document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of the lake that is not JSON", e);
        }
    }

    /** A document as a part of another one. */
    public static JsonNode part(Object document) {
        return MAPPER.valueToTree(document);
    }

    /** A document of the lake, of this version or another. */
    public static JsonNode tree(byte[] document) {
        return tree(ANY, document);
    }

    /**
     * The same.
     *
     * @param name of the document, for the sentence of a failure
     */
    public static JsonNode tree(String name, byte[] document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** A document of the lake of which the parts that this version knows are wanted. */
    public static <T> T read(byte[] document, Class<T> type) {
        return read(ANY, document, type);
    }

    /**
     * The same.
     *
     * @param name of the document, for the sentence of a failure
     */
    public static <T> T read(String name, byte[] document, Class<T> type) {
        try {
            return MAPPER.readValue(document, type);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static ExportException unreadable(String name, IOException e) {
        String why = e instanceof JsonProcessingException fault ? fault.getOriginalMessage() : e.getMessage();
        return new ExportException(
                ErrorCode.INTERNAL,
                name + " has unexpected contents: " + why + ".",
                "Find out who else writes under _caravan/; remove the document, and the next run writes it again.",
                e);
    }
}

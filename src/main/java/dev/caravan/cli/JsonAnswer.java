package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.error.ExportException;

/** A command that answers in JSON when it is asked to, also when it fails. */
interface JsonAnswer {
    /** The option that asks for it. */
    String OPTION = "--json";

    /** In ASCII, so that it is the same whatever the encoding of standard output is. */
    ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Whether it was asked to. */
    boolean isJson();

    /** What is printed for a failure that ended the command, in the form of its other answers. */
    Object failed(ExportException failure);

    /** An answer on one line. */
    static String line(Object answer) {
        try {
            return MAPPER.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that is not JSON", e);
        }
    }
}

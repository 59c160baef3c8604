package dev.caravan.pod.management;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one POST, taken apart before Jolokia sees them.
 *
 * @param requests each as JSON of its own
 * @param bulk whether they came in a list, and are answered in one
 * @param operations whether any of them does more than read
 */
record JolokiaRequests(List<Request> requests, boolean bulk, boolean operations) {
    /** A page of a console asks for some dozen values at once. */
    static final int MOST = 250;

    private static final int MAX_DEPTH = 20;
    private static final Set<String> READS = Set.of("read", "list", "search", "version");
    /** hawtio's pages send the second; neither is sent to another origin without a preflight request. */
    private static final Set<String> TYPES = Set.of("application/json", "text/json");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * One of them.
     *
     * @param json what Jolokia is given
     * @param isList whether it asks for a list
     * @param path its path, or an empty text
     * @param config its options
     */
    record Request(byte[] json, boolean isList, String path, Map<String, String> config) {
        private static Request of(JsonNode request) {
            Map<String, String> config = new HashMap<>();
            request.path("config")
                    .properties()
                    .forEach(option ->
                            config.put(option.getKey(), option.getValue().asText()));
            return new Request(
                    request.toString().getBytes(StandardCharsets.UTF_8),
                    request.path("type").asText().equalsIgnoreCase("list"),
                    path(request.path("path")),
                    config);
        }

        private static String path(JsonNode path) {
            if (!path.isArray()) {
                return path.asText("");
            }
            List<String> elements = new ArrayList<>();
            path.forEach(element -> elements.add(element.asText()));
            return String.join("/", elements);
        }
    }

    /** What is wrong with a request; its message is the sentence for the sender. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String sentence) {
            super(sentence, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Takes a body apart.
     *
     * @param contentType the header
     * @throws Refused when it is not JSON, or not of the form that Jolokia reads, or too much at once
     */
    static JolokiaRequests of(@Nullable String contentType, byte[] body) throws Refused {
        if (!isJson(contentType)) {
            // A web page can have a browser send any other type to any server without asking that server first.
            throw new Refused(415, "POST requests need the Content-Type application/json.");
        }
        JsonNode root = tree(body);
        List<Request> requests = new ArrayList<>();
        boolean operations = false;
        if (root.size() > MOST && root.isArray()) {
            throw new Refused(413, "A POST may have at most " + MOST + " requests; this one has " + root.size() + ".");
        }
        for (JsonNode request : root.isArray() ? root : List.of(root)) {
            if (!request.isObject() || request.has("target")) {
                throw new Refused(400, "A request is a JSON object without a target.");
            }
            operations |= !READS.contains(request.path("type").asText().toLowerCase(Locale.ROOT));
            requests.add(Request.of(request));
        }
        return new JolokiaRequests(requests, root.isArray(), operations);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && TYPES.contains(contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT));
    }

    private static JsonNode tree(byte[] body) throws Refused {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Refused(400, "The body is not JSON that can be used here: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw new Refused(400, "The body cannot be read.");
        }
    }
}

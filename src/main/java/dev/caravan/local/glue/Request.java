package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The body of a request, read with Glue's own refusals for what is missing. */
record Request(JsonNode body) {
    private static final int DEFAULT_PAGE = 100;

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    String required(String field) {
        return text(field).orElseThrow(() -> missing(field));
    }

    /** A required name; Glue's catalog folds names to lower case. */
    String requiredName(String field) {
        return required(field).toLowerCase(Locale.ROOT);
    }

    Optional<String> text(String field) {
        JsonNode value = body.path(field);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** A required structure, read like a request of its own. */
    Request requiredObject(String field) {
        JsonNode value = body.path(field);
        if (!value.isObject()) {
            throw missing(field);
        }
        return new Request(value);
    }

    /** Refuses a field that this stand-in does not honour, rather than to ignore it. */
    void refuse(String field) {
        if (!body.path(field).isMissingNode() && !body.path(field).isNull()) {
            throw GlueFault.invalid("The local Glue does not know " + field + ": leave it out.");
        }
    }

    /** One page of a list, with {@code NextToken} when there is more. */
    ObjectNode page(String field, List<? extends JsonNode> all) {
        int from = text("NextToken").map(Request::position).orElse(0);
        int size = body.path("MaxResults").asInt(DEFAULT_PAGE);
        int to = Math.min(all.size(), from + Math.max(1, size));
        ObjectNode page = object();
        page.putArray(field).addAll(all.subList(Math.min(from, to), to));
        if (to < all.size()) {
            page.put("NextToken", Integer.toString(to));
        }
        return page;
    }

    private static int position(String token) {
        try {
            return Integer.parseUnsignedInt(token);
        } catch (NumberFormatException e) {
            throw GlueFault.invalid("NextToken " + token + " is not one that this service gave.");
        }
    }

    private static GlueFault missing(String field) {
        return GlueFault.invalid("1 validation error detected: Value null at '"
                + Character.toLowerCase(field.charAt(0)) + field.substring(1)
                + "' failed to satisfy constraint: Member must not be null");
    }
}

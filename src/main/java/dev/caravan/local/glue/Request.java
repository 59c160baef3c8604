package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The body of a request, read with Glue's own refusals for what is missing. */
record Request(JsonNode body) {
    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_OF_PAGE = 1_000;

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

    /** The texts of a list; none where there is no list. */
    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The items of a required list. */
    List<JsonNode> items(String field, int most) {
        JsonNode list = body.path(field);
        if (!list.isArray()) {
            throw missing(field);
        }
        if (list.size() > most) {
            throw GlueFault.validation(field, "Member must have length less than or equal to " + most);
        }
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    /** One page of a list, with {@code NextToken} when there is more. */
    ObjectNode page(String field, List<? extends JsonNode> all) {
        int from = text("NextToken").map(Request::position).orElse(0);
        int size = body.path("MaxResults").asInt(DEFAULT_PAGE);
        if (size < 1 || size > MOST_OF_PAGE) {
            throw GlueFault.validation("MaxResults", "Member must have value between 1 and " + MOST_OF_PAGE);
        }
        int to = Math.min(all.size(), from + size);
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

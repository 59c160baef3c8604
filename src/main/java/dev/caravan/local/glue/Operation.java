package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the server does for one {@code X-Amz-Target}. Called with the catalog's monitor held. */
@FunctionalInterface
interface Operation {

    /**
     * Answers one request.
     *
     * @throws GlueFault when Glue would refuse it
     */
    ObjectNode answer(Request request);
}

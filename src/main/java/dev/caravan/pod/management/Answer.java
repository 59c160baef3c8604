package dev.caravan.pod.management;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A refusal in the form of Jolokia's own answers, so that its clients show the sentence. */
final class Answer {
    private Answer() {}

    static String json(int status, String sentence) {
        return new JsonObject()
                .put("status", status)
                .put("error_type", "java.lang.SecurityException")
                .put("error", sentence)
                .encode();
    }

    static void refuse(RoutingContext context, int status, String sentence) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(json(status, sentence));
        }
    }
}

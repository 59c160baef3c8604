package dev.caravan.bench.contender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.ProgramFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The conversation with a process that stays: a line with an order, a line of JSON with the answer. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FAILURE = "failure";

    private Answers() {}

    /** What a process does for one line. */
    interface Work {
        /** Does what the line says and notes the outcome. */
        void on(String[] order, ObjectNode outcome) throws Exception;
    }

    /** In the process that stays: answers each line until there are no more. Call it before anything is logged. */
    static void serve(Work work) throws IOException {
        PrintStream answers = System.out;
        // Whatever prints must not talk into the conversation.
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            ObjectNode outcome = JSON.createObjectNode();
            try {
                work.on(order.split("\t"), outcome);
            } catch (Exception e) {
                e.printStackTrace();
                outcome.put(
                        FAILURE,
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
            answers.println(outcome);
            answers.flush();
        }
    }

    /**
     * In the process that asked: the answer.
     *
     * @throws ProgramFailed when it is a failure
     */
    static JsonNode read(Cost cost) {
        try {
            JsonNode outcome = JSON.readTree(cost.answer());
            if (outcome.hasNonNull(FAILURE)) {
                throw new ProgramFailed(outcome.get(FAILURE).asText());
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

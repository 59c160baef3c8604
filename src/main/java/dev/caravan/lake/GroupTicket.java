package dev.caravan.lake;

import java.util.List;

/**
 * That a publication belongs to one of a group of tables, which are published together or not at all. The run that readers are led back
 * to is the one that the state names until the publication is concluded.
 *
 * @param group the name of the group
 * @param decision the key of the document that says what becomes of all of them, a {@link GroupDecision}
 * @param tables the names of the tables in the lake, in the order in which readers are led to the new runs
 */
public record GroupTicket(String group, String decision, List<String> tables) {
    public GroupTicket {
        tables = List.copyOf(tables);
    }

    /** Whether the publication that a state names belongs to this one. */
    public boolean isOf(State state) {
        Intent intent = state.publishing();
        return intent != null
                && intent.group() != null
                && intent.group().decision().equals(decision);
    }
}

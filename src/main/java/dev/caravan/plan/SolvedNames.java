package dev.caravan.plan;

import java.util.List;

/** Solves every {@link NameProblem} as it proposes, so that a table can be looked at that no run could read as it is. */
public final class SolvedNames implements Agreement {
    private List<Column> live = List.of();

    @Override
    public Settled settle(String subject, List<Column> found) {
        live = List.copyOf(found);
        return new Settled(NameProblem.solved(live), List.of());
    }

    /** The columns as the source has them. */
    public List<Column> live() {
        return live;
    }
}

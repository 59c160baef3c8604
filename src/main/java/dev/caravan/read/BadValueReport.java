package dev.caravan.read;

import dev.caravan.plan.BadValuePolicy;

/** Listens to what became of the bad values of a chunk, so that none passes unnoticed. */
public interface BadValueReport {
    /**
     * Values of a column met their policy.
     *
     * @param column the name of the column
     * @param policy what was done
     * @param rule why the target could not hold them
     * @param values how many
     */
    void met(String column, BadValuePolicy policy, String rule, long values);

    /** A row was left out; its faults are reported to {@link #met} as well. */
    void rejected(RejectedRow row);
}

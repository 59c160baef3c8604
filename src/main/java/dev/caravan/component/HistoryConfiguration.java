package dev.caravan.component;

import dev.caravan.lake.Retention;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Where the lake is and how long it keeps what it says of earlier runs: the options of steps that add to that. */
@UriParams
public abstract class HistoryConfiguration extends LakeConfiguration {
    @UriParam(
            defaultValue = "1000",
            description = "Of how many runs the lake keeps manifests, rejected rows and dead letters of a table.")
    private int retentionRuns = 1_000;

    @UriParam(
            defaultValue = "90",
            description = "For how many days the lake keeps manifests, rejected rows and dead letters of a table.")
    private int retentionDays = 90;

    /**
     * Both limits.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when one is not positive
     */
    public Retention retention() {
        return new Retention(retentionRuns, retentionDays);
    }

    public int getRetentionRuns() {
        return retentionRuns;
    }

    public void setRetentionRuns(int retentionRuns) {
        this.retentionRuns = retentionRuns;
    }

    public int getRetentionDays() {
        return retentionDays;
    }

    public void setRetentionDays(int retentionDays) {
        this.retentionDays = retentionDays;
    }
}

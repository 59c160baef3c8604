package dev.caravan.lake;

/**
 * Where the files of a run are uploaded.
 *
 * @param place which of the places
 * @param claim what the attempt has of the folder that is named after the run alone; without it, the attempt is a part of the name
 */
public record RunFolder(Place place, Claim claim) {
    /** Where nobody reads, until they are copied. */
    public static final RunFolder UPLOADS = new RunFolder(Place.UPLOADS, Claim.NONE);

    /** Whose the folder is that is named after the run alone. */
    public enum Claim {
        /** This attempt's, alone of all attempts of all processes. */
        OURS,
        /** An earlier attempt's of this execution of the run; what it has left there is not published. */
        OF_EARLIER_ATTEMPT,
        /** Another process's that runs the same fire, or nobody's. */
        NONE
    }

    /** The places of files before they are published. */
    public enum Place {
        /** Where no reader looks; they are copied into the folder of the table. */
        UPLOADS,
        /** A folder of the run in the folder of the table, where they stay. */
        TABLE,
        /** A folder of the run outside of the folder of the table, since readers are led to that folder, or are about to be. */
        BESIDE
    }

    /**
     * Where the next run of a table goes, so that no location of readers is within another one.
     *
     * @param state of the table
     */
    public static RunFolder next(PublishMode mode, State state, Layout layout, Claim claim) {
        return switch (mode) {
            case REPLACE -> state.pointer() == null ? UPLOADS : new RunFolder(Place.BESIDE, claim);
            case SWAP -> new RunFolder(isTableFolderRead(state, layout) ? Place.BESIDE : Place.TABLE, claim);
            // Which partitions have changed is known when all files are there; those are copied then.
            case PARTITION -> new RunFolder(Place.UPLOADS, claim);
        };
    }

    /**
     * Where the folders of partitions are that readers are led to one by one.
     *
     * @param state of the table
     */
    public static String ofPartitions(State state, Layout layout) {
        return isTableFolderRead(state, layout) ? layout.beside() : layout.data();
    }

    /** Whether readers look into the whole folder of the table, or queries that began while they did may be running. */
    private static boolean isTableFolderRead(State state, Layout layout) {
        return (state.pointer() == null && !state.runId().isEmpty())
                || state.kept().stream()
                        .anyMatch(run -> !run.byPartition() && run.location().equals(layout.data()));
    }

    /** The folder: a key that ends in a slash. */
    public String key(Layout layout, String runId, String attempt) {
        return switch (place) {
            case UPLOADS -> layout.uploads(runId, attempt);
            case TABLE -> layout.runs() + name(runId, attempt) + "/";
            case BESIDE -> layout.runsBeside() + name(runId, attempt) + "/";
        };
    }

    /** What the folders of all attempts of a run begin with. */
    public String ofRun(Layout layout, String runId) {
        return switch (place) {
            case UPLOADS -> layout.uploads() + runId;
            case TABLE -> layout.runs() + runId;
            case BESIDE -> layout.runsBeside() + runId;
        };
    }

    /** The name of the folder of a run, without a slash. */
    public String name(String runId, String attempt) {
        return claim == Claim.OURS ? runId : runId + "-" + attempt;
    }

    /** Whether the folder that is named after the run alone is this execution's. */
    public boolean hasClaim() {
        return claim != Claim.NONE;
    }
}

package dev.caravan.plan;

import dev.caravan.option.Words;

/** What is proven of a run before it is published. */
public enum Verification {
    /** That the files hold as many rows as were read. */
    ROWS,
    /** Also that they hold the values of the table: by sums of hashes, of PostgreSQL and of the finished files. */
    CHECKSUM;

    /**
     * That of a word of a table file.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when there is no such word
     */
    public static Verification of(String word) {
        return word.isBlank() ? ROWS : Words.read(Verification.class, "verify", word);
    }
}

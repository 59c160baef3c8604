package dev.caravan.source;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot that further connections can read in, while the transaction that shares it lives.
 *
 * @param id what {@code pg_export_snapshot()} calls it
 * @param moment what it sees, as {@code txid_current_snapshot()} prints it: ids are counted anew by every server
 * @param rowSecurity what the transactions that read in it do about row security
 * @param isBehindPooler whether the server process differs from the one that was reported when the connection was made
 * @param maskKey that the SELECTs of these transactions use; null for none
 */
public record SharedSnapshot(
        String id,
        String moment,
        RowSecurity rowSecurity,
        boolean isBehindPooler,
        @Nullable MaskKey maskKey) {}

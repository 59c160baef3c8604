package dev.caravan.plan;

/**
 * What a table is cut into.
 *
 * @param select the SELECT of a chunk
 * @param range which rows these are, for people; empty for all
 */
record Cut(String select, String range) {}

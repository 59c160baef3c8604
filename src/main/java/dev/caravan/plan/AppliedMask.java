package dev.caravan.plan;

import java.io.Serializable;

/**
 * A mask of a run.
 *
 * @param column its name in the source
 * @param mask as the table file writes it
 */
public record AppliedMask(String column, String mask) implements Serializable {}

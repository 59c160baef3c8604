package dev.caravan.batch;

/**
 * A named column of a table, or a named part of a struct.
 *
 * @param name as the source has it
 * @param target what it becomes
 */
public record Field(String name, Target target) {}

package dev.caravan.cli;

import java.util.concurrent.Callable;

/**
 * One command of the launcher: a picocli {@code @Command} class with a public constructor without arguments, found through
 * {@link java.util.ServiceLoader}. So the commands of the embedded stack exist only where its jar lies on the class path.
 */
public interface Subcommand extends Callable<Integer> {}

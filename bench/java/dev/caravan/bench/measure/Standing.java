package dev.caravan.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.TimeUnit;

/** A process that stays and does a run for each line that it is told: what a run costs is what it adds. */
public final class Standing implements AutoCloseable {
    private static final int END_SECONDS = 20;

    private final Program program;
    private final Process process;
    private final LinuxProcess seen;
    private final BufferedReader answers;
    private final Writer orders;

    /** Starts it. */
    public Standing(Program program) {
        this.program = program;
        this.process = program.start();
        this.seen = new LinuxProcess(process.pid());
        this.answers = process.inputReader();
        this.orders = process.outputWriter();
    }

    /**
     * Has it do one run; it answers with a line when that is done.
     *
     * @throws ProgramFailed when it ends instead
     */
    public Cost run(String order) {
        double before = seen.ownSeconds();
        long begin = System.nanoTime();
        try {
            orders.write(order + "\n");
            orders.flush();
            String answer = answers.readLine();
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (answer == null) {
                throw program.failed("its process ended", null);
            }
            return new Cost(seconds, seen.ownSeconds() - before, seen.peakBytes(), answer);
        } catch (IOException e) {
            throw program.failed("its process ended", e);
        }
    }

    /** Lets it end, as it does when nothing more is to be told. */
    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

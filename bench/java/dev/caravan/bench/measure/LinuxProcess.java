package dev.caravan.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells of a process in {@code /proc}. A process that is gone has used nothing, so that whoever sums up many
 * need not hurry.
 */
public record LinuxProcess(long pid) {
    /** Of USER_HZ, which is 100 on every Linux. */
    private static final double TICKS_A_SECOND = 100;
    /** Positions behind the name, which is in brackets and may hold anything. */
    private static final int PARENT = 1;

    private static final int OWN = 11;
    private static final int REAPED = 13;
    private static final String PEAK = "VmHWM:";
    private static final Path PROC = Path.of("/proc");

    /** Whether this machine tells of its processes in this way. */
    public static boolean isTold() {
        return Files.isReadable(PROC.resolve("self/stat")) && Files.isReadable(PROC.resolve("self/status"));
    }

    /** This process. */
    public static LinuxProcess current() {
        return new LinuxProcess(ProcessHandle.current().pid());
    }

    /** CPU seconds of the process itself, in user and kernel mode. */
    public double ownSeconds() {
        return seconds(OWN);
    }

    /** CPU seconds of its children that have ended, and of theirs. */
    public double reapedSeconds() {
        return seconds(REAPED);
    }

    /** The process that started it, or 0. */
    public long parent() {
        String[] fields = stat();
        return fields.length == 0 ? 0 : Long.parseLong(fields[PARENT]);
    }

    /** How its program was called, with blanks between. */
    public String commandLine() {
        return read("cmdline").replace('\0', ' ').strip();
    }

    /** The most memory that was in use at once, in bytes. */
    public long peakBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private double seconds(int position) {
        String[] fields = stat();
        return fields.length == 0
                ? 0
                : (Long.parseLong(fields[position]) + Long.parseLong(fields[position + 1])) / TICKS_A_SECOND;
    }

    private String[] stat() {
        String stat = read("stat");
        return stat.isEmpty()
                ? new String[0]
                : stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
    }

    private String read(String file) {
        try {
            return Files.readString(PROC.resolve(Long.toString(pid)).resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}

package dev.caravan.cli;

import dev.caravan.cleanup.Leftover;
import dev.caravan.component.lakepublish.LakeCleanup;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.pod.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan clean}: removes what nothing refers to. */
@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        header = "Removes what runs that were killed have left, and history that is kept long enough.",
        description = {
            "",
            "Removed are multipart uploads that nobody will complete, uploads that were never published, data files "
                    + "that neither the state of their table nor the Glue catalog refers to, manifests, dead letters and "
                    + "rejected rows beyond caravan.retention.runs and .days, and local files of processes that are "
                    + "gone. Everything stays that is younger than caravan.clean.grace-period, is outside of the prefix "
                    + "of the lake, or is not named as Caravan names it. A pod does the same every "
                    + "caravan.clean.interval.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan clean --dry-run",
            "  caravan clean --older-than 48h",
            "  caravan clean --dry-run --json | jq -s 'map(.bytes) | add'",
            "",
            "Exit code: 0 done, even if there was nothing to do; 1 S3 or Glue cannot be",
            "reached; 2 no permission, or wrong settings. If the catalog does not tell what",
            "it refers to, data files are left, and the exit code is not 0."
        })
public final class CleanCommand implements Callable<Integer>, JsonAnswer {
    @Option(names = "--dry-run", description = "Only print what would be removed.")
    private boolean dryRun;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            description = "How old something has to be, such as 48h (default: caravan.clean.grace-period). Longer than "
                    + "the longest run takes, or that run fails and is retried.")
    private @Nullable String olderThan;

    @Option(names = OPTION, description = "Print a line of JSON for each thing that is removed.")
    private boolean json;

    @Mixin
    private ConfigOption config;

    private int count;
    private long bytes;

    @Override
    public Integer call() {
        CommandLog.ofCommand();
        try (Pod pod = config.start(Pod.Purpose.COMMAND)) {
            if (!dryRun) {
                PublicationRecovery.now(pod.context());
            }
            LakeCleanup cleanup =
                    LakeCleanup.of(pod.context(), Optional.ofNullable(olderThan).map(CleanCommand::millis));
            cleanup.staged(dryRun).forEach(this::tell);
            Optional<ExportException> unknown = cleanup.lake(dryRun, this::tell);
            if (!json) {
                System.out.println(
                        (dryRun ? "Would remove " : "Removed ") + Count.of(count, "item") + ", " + bytes + " bytes");
            }
            if (unknown.isPresent()) {
                throw new ExportException(
                        unknown.get().code(),
                        "Data files that the catalog may refer to were left, because it did not tell: "
                                + unknown.get().what(),
                        unknown.get().hint(),
                        unknown.get());
            }
        }
        return Exit.PUBLISHED.code();
    }

    private static long millis(String time) {
        try {
            return TimeUtils.toMilliSeconds(time);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "--older-than is '" + time + "', and it has to be a time such as 30m or 48h.",
                    "Write a whole number with a unit: ms, s, m or h.",
                    e);
        }
    }

    private void tell(Path folder) {
        count++;
        print("local files of a process that is gone", "", folder.toString(), new ArrayList<>(), 0);
    }

    private void tell(Leftover leftover) {
        count++;
        bytes += leftover.bytes();
        print(leftover.kind().words(), leftover.table(), leftover.subject(), leftover.keys(), leftover.bytes());
    }

    private void print(String what, String table, String subject, List<String> keys, long size) {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("what", what);
            line.put("table", table);
            line.put("subject", subject);
            line.put("keys", keys);
            line.put("bytes", size);
            line.put("removed", !dryRun);
            System.out.println(JsonAnswer.line(line));
        } else {
            System.out.println(subject + ": " + what
                    + (keys.isEmpty() ? "" : ", " + Count.of(keys.size(), "object") + ", " + size + " bytes"));
        }
    }

    @Override
    public boolean isJson() {
        return json;
    }

    @Override
    public Object failed(ExportException failure) {
        return JsonLines.object(failure);
    }
}

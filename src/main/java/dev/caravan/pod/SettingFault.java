package dev.caravan.pod;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing wrong with the settings.
 *
 * @param key the setting whose value cannot be used; empty where it is not a value
 * @param reason what is wrong, where, with the value and the rule; a sentence with its full stop
 * @param hint what to do about it; a sentence with its full stop
 */
public record SettingFault(String key, String reason, String hint) {

    /** All of them as one failure. */
    static ExportException failure(List<SettingFault> faults) {
        if (faults.size() == 1) {
            return faults.get(0).failure();
        }
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                faults.size() + " settings cannot be used.",
                "Correct each:"
                        + faults.stream()
                                .map(fault -> System.lineSeparator() + "  " + fault.reason() + " " + fault.hint())
                                .collect(Collectors.joining()));
    }

    /** This one as a failure. */
    public ExportException failure() {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, reason, hint);
    }
}

package dev.caravan.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;

/** Finds settings that only make sense together with others. */
final class SettingPairs {
    private final Settings settings;
    private final GivenSettings given;
    private final List<SettingFault> faults = new ArrayList<>();

    SettingPairs(Settings settings, GivenSettings given) {
        this.settings = settings;
        this.given = given;
        both(Setting.MANAGEMENT_OPERATIONS_USER, Setting.MANAGEMENT_OPERATIONS_PASSWORD);
        encryption();
        delays();
    }

    /** What is missing, or does not fit. */
    List<SettingFault> faults() {
        return List.copyOf(faults);
    }

    private void both(Setting one, Setting other) {
        if (find(one).isPresent() != find(other).isPresent()) {
            Setting set = find(one).isPresent() ? one : other;
            Setting missing = set == one ? other : one;
            faults.add(new SettingFault(
                    set.key(),
                    named(set) + " is set, and " + missing.key() + " is not.",
                    "Set both, or neither. " + Settings.howToSet(missing.key())));
        }
    }

    private void encryption() {
        String mode = find(Setting.LAKE_ENCRYPTION).orElse("bucket");
        if (find(Setting.LAKE_KMS_KEY_ID).isPresent() && !mode.equalsIgnoreCase("kms")) {
            faults.add(new SettingFault(
                    Setting.LAKE_KMS_KEY_ID.key(),
                    named(Setting.LAKE_KMS_KEY_ID) + " is set, and " + Setting.LAKE_ENCRYPTION.key() + " is '" + mode
                            + "', so that the key would not be used.",
                    "Set " + Setting.LAKE_ENCRYPTION.key() + " to kms, or remove the key."));
        }
    }

    /** Pauses double up to the longest, so a first one that is longer was meant otherwise. */
    private void delays() {
        Optional<String> first = find(Setting.RETRY_DELAY);
        Optional<String> longest = find(Setting.RETRY_MAXIMUM_DELAY);
        if (isTime(first) && isTime(longest) && millis(first) > millis(longest)) {
            Setting set = given.origin(Setting.RETRY_MAXIMUM_DELAY.key()).isEmpty()
                    ? Setting.RETRY_DELAY
                    : Setting.RETRY_MAXIMUM_DELAY;
            faults.add(new SettingFault(
                    set.key(),
                    named(set) + " is '" + find(set).orElse("") + "', and " + Setting.RETRY_DELAY.key() + " ("
                            + first.get() + ") has to be at most " + Setting.RETRY_MAXIMUM_DELAY.key() + " ("
                            + longest.get() + ").",
                    "Set both."));
        }
    }

    private static boolean isTime(Optional<String> value) {
        return value.isPresent() && Time.ANY.check(value.get()).isEmpty();
    }

    private static long millis(Optional<String> time) {
        return TimeUtils.toMilliSeconds(time.orElseThrow());
    }

    private String named(Setting setting) {
        return given.origin(setting.key()) + setting.key();
    }

    private Optional<String> find(Setting setting) {
        try {
            return settings.find(setting.key());
        } catch (IllegalArgumentException e) {
            // It names a property that is not set, which is told of as such.
            return Optional.empty();
        }
    }
}

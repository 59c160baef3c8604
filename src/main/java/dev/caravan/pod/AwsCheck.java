package dev.caravan.pod;

import dev.caravan.option.Form;
import dev.caravan.option.Shaped;
import dev.caravan.option.WholeNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Finds what is wrong with the environment variables of the AWS SDK, as far as that needs no server. The SDK ignores some faults, and
 * reports others as if nothing were set.
 */
final class AwsCheck {
    private static final String REGION = "AWS_REGION";
    private static final String DEFAULT_REGION = "AWS_DEFAULT_REGION";
    private static final String KEY = "AWS_ACCESS_KEY_ID";
    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    private static final String ROLE = "AWS_ROLE_ARN";
    private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private static final String PROFILE = "AWS_PROFILE";

    private static final Form REGION_OF_AWS = Shaped.of(
            "[a-z]{2,4}(-[a-z]+)+-\\d+",
            "the code of a region of AWS, such as eu-central-1",
            "Write it with its number.");
    private static final Form ANY_REGION =
            Shaped.of("[A-Za-z0-9-]+", "the name of a region: letters, digits and '-'", "Write the name only.");

    private final GivenSettings given;
    private final List<SettingFault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * A check.
     *
     * @param hasEndpoints whether S3 and Glue are not those of AWS, whose regions have names of their own
     */
    AwsCheck(GivenSettings given, boolean hasEndpoints) {
        this.given = given;
        region(hasEndpoints);
        credentials();
        for (String variable : given.variables()) {
            if (variable.equals("AWS_ENDPOINT_URL") || variable.startsWith("AWS_ENDPOINT_URL_")) {
                value(variable, Setting.endpoint());
            }
        }
        value("AWS_MAX_ATTEMPTS", new WholeNumber(1, 100, "attempts"));
        profile();
    }

    List<SettingFault> faults() {
        return List.copyOf(faults);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void region(boolean hasEndpoints) {
        if (given.optionKeys().contains("aws.region")) {
            return;
        }
        if (given.variables().contains(REGION) && !isSet(REGION)) {
            fault(REGION, "is empty", "Set it to a region, such as eu-central-1, or unset it.");
        }
        value(REGION, hasEndpoints ? ANY_REGION : REGION_OF_AWS);
        if (isSet(DEFAULT_REGION) && !given.variables().contains(REGION)) {
            notes.add("The environment variable " + DEFAULT_REGION + " has no effect: the AWS SDK for Java reads "
                    + REGION + ".");
        }
    }

    private void credentials() {
        both(KEY, SECRET);
        if (isSet("AWS_SESSION_TOKEN") && !isSet(KEY) && !isSet(SECRET)) {
            fault("AWS_SESSION_TOKEN", "is set, and " + KEY + " is not", "Set the key and secret that came with it.");
        }
        for (String variable : List.of(KEY, SECRET)) {
            if (given.valueOf(variable).strip().matches("(?s).*\\s.*|\".*\"|'.*'")) {
                fault(variable, "has quotes or blanks in it", "Write the key only, without quotes and line breaks.");
            }
        }
        if (isSet(TOKEN_FILE)) {
            if (!isSet(ROLE)) {
                fault(TOKEN_FILE, "is set, and " + ROLE + " is not", "Set both, or neither.");
            }
            if (!Files.isReadable(Path.of(given.valueOf(TOKEN_FILE)))) {
                fault(
                        TOKEN_FILE,
                        "is '" + given.valueOf(TOKEN_FILE) + "', and there is no such file that this user may read",
                        "Mount the token of the service account there.");
            }
        }
        if (isSet(ROLE) && !given.valueOf(ROLE).strip().matches("arn:aws[a-z-]*:iam::\\d{12}:role/\\S+")) {
            fault(
                    ROLE,
                    "is '" + given.valueOf(ROLE) + "', and it has to be the ARN of a role",
                    "Write it as arn:aws:iam::123456789012:role/NAME.");
        }
    }

    private void both(String one, String other) {
        if (isSet(one) != isSet(other)) {
            String missing = isSet(one) ? other : one;
            fault(isSet(one) ? one : other, "is set, and " + missing + " is not", "Set both, or neither.");
        }
    }

    private void profile() {
        if (!isSet(PROFILE) || given.optionKeys().contains("aws.profile")) {
            return;
        }
        String name = given.valueOf(PROFILE).strip();
        try {
            if (ProfileFile.defaultProfileFile().profile(name).isEmpty()) {
                fault(
                        PROFILE,
                        "is '" + name + "', and neither ~/.aws/config nor ~/.aws/credentials has such a profile",
                        "Name one that is there, or unset it.");
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            fault(
                    PROFILE,
                    "is '" + name + "', and the files of profiles cannot be read: " + e.getMessage(),
                    "Fix them.");
        }
    }

    private void value(String variable, Form form) {
        if (isSet(variable)) {
            String value = given.valueOf(variable).strip();
            form.check(value)
                    .ifPresent(misfit -> faults.add(new SettingFault(
                            variable, misfit.sentence("Environment variable " + variable, value), misfit.hint())));
        }
    }

    private void fault(String variable, String what, String hint) {
        faults.add(new SettingFault(variable, "Environment variable " + variable + " " + what + ".", hint));
    }

    private boolean isSet(String variable) {
        return !given.valueOf(variable).isBlank();
    }
}

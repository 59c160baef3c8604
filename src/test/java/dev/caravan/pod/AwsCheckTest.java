package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsCheckTest {
    private final Properties before = (Properties) System.getProperties().clone();

    /** Other tests of this JVM set them for their servers. */
    @BeforeEach
    void forget() {
        System.clearProperty("aws.region");
        System.clearProperty("aws.profile");
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AWS_REGION=                                     | AWS_REGION is empty. Set it to a region
            AWS_REGION=us-east                              | AWS_REGION is 'us-east', and it has to be the code of a region
            AWS_REGION=eu_central_1                         | such as eu-central-1
            AWS_ACCESS_KEY_ID=A                             | AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not.
            AWS_ACCESS_KEY_ID=A;AWS_SECRET_ACCESS_KEY=      | AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not.
            AWS_SECRET_ACCESS_KEY=geheim                    | AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not.
            AWS_ACCESS_KEY_ID=A;AWS_SECRET_ACCESS_KEY="geheim" | AWS_SECRET_ACCESS_KEY has quotes or blanks in it.
            AWS_SESSION_TOKEN=geheim                        | AWS_SESSION_TOKEN is set, and AWS_ACCESS_KEY_ID is not.
            AWS_WEB_IDENTITY_TOKEN_FILE=/                   | AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not.
            AWS_WEB_IDENTITY_TOKEN_FILE=/no;AWS_ROLE_ARN=arn:aws:iam::123456789012:role/r | is '/no', and there is no such file
            AWS_ROLE_ARN=r                                  | AWS_ROLE_ARN is 'r', and it has to be the ARN of a role.
            AWS_PROFILE=no-such-profile                     | AWS_PROFILE is 'no-such-profile', and neither
            AWS_ENDPOINT_URL=minio:9000                     | AWS_ENDPOINT_URL is 'minio:9000'
            AWS_ENDPOINT_URL_S3=minio:9000                  | a URL that begins with http:// or https://
            AWS_MAX_ATTEMPTS=many                           | a whole number of attempts from 1 to 100
            """)
    void a_fault_is_one_sentence_that_shows_no_secret(String environment, String told) {
        assertThat(check(environment, false).faults()).singleElement().satisfies(fault -> assertThat(
                        fault.reason() + " " + fault.hint())
                .startsWith("Environment variable AWS_")
                .contains(told)
                .doesNotContain("geheim"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION=eu-central-1",
                "AWS_REGION=us-gov-west-1;AWS_MAX_ATTEMPTS=3",
                "AWS_ACCESS_KEY_ID=;AWS_SECRET_ACCESS_KEY=",
                "AWS_ACCESS_KEY_ID=A;AWS_SECRET_ACCESS_KEY=b/c+d=",
                "AWS_ROLE_ARN=arn:aws-cn:iam::123456789012:role/path/name",
                "AWS_ENDPOINT_URL=https://minio:9000;AWS_PROFILE="
            })
    void what_is_legal_is_no_fault(String environment) {
        assertThat(check(environment, false).faults()).isEmpty();
    }

    @Test
    void other_stores_have_regions_of_their_own() {
        assertThat(check("AWS_REGION=garage", true).faults()).isEmpty();
        assertThat(check("AWS_REGION=gar age", true).faults()).hasSize(1);
    }

    @Test
    void the_region_of_other_tools_is_a_note() {
        assertThat(check("AWS_DEFAULT_REGION=eu-central-1", false).notes())
                .containsExactly(
                        "The environment variable AWS_DEFAULT_REGION has no effect: the AWS SDK for Java reads AWS_REGION.");
        assertThat(check("AWS_DEFAULT_REGION=eu-central-1;AWS_REGION=eu-central-1", false)
                        .notes())
                .isEmpty();
    }

    private static AwsCheck check(String environment, boolean hasEndpoints) {
        Map<String, String> variables = Arrays.stream(environment.split(";"))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        return new AwsCheck(new GivenSettings(SettingsFile.read(Path.of("none")), variables), hasEndpoints);
    }
}

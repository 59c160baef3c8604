package dev.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.local.s3.LocalS3;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AwsFailureTest {
    private static final AwsCredentialsProvider KEYS = keys(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY);

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchBucket, NO_SUCH_BUCKET, USER, set caravan.lake.bucket",
        "403, AccessDenied, ACCESS_DENIED, USER, credentials",
        "403, InvalidAccessKeyId, ACCESS_DENIED, USER, credentials",
        "403, SignatureDoesNotMatch, ACCESS_DENIED, USER, credentials",
        "403, SignatureDoesNotMatch, ACCESS_DENIED, USER, a request that changed on its way",
        "403, RequestTimeTooSkewed, ACCESS_DENIED, USER, clock",
        "400, ExpiredToken, ACCESS_DENIED, USER, credentials",
        // The answer to a HEAD has no code.
        "403, '', ACCESS_DENIED, USER, credentials",
        "301, '', BAD_CONFIGURATION, USER, AWS_REGION",
        "301, PermanentRedirect, BAD_CONFIGURATION, USER, AWS_REGION",
        "400, AuthorizationHeaderMalformed, BAD_CONFIGURATION, USER, AWS_REGION",
        "501, NotImplemented, BAD_CONFIGURATION, USER, caravan.lake.encryption",
        "400, KMS.NotFoundException, BAD_CONFIGURATION, USER, caravan.lake.kms-key-id",
        "412, PreconditionFailed, CONCURRENT_PUBLISH, TRANSIENT, who else writes",
        "409, ConditionalRequestConflict, CONCURRENT_PUBLISH, TRANSIENT, who else writes",
        "500, InternalError, LAKE_UNREACHABLE, TRANSIENT, caravan.lake.endpoint",
        "200, InternalError, LAKE_UNREACHABLE, TRANSIENT, caravan.lake.endpoint",
        "503, SlowDown, LAKE_UNREACHABLE, TRANSIENT, caravan.lake.endpoint",
        "503, '', LAKE_UNREACHABLE, TRANSIENT, caravan.lake.endpoint",
        "400, BadDigest, LAKE_UNREACHABLE, TRANSIENT, It is retried",
        "400, XAmzContentSHA256Mismatch, LAKE_UNREACHABLE, TRANSIENT, It is retried",
        "400, RequestTimeout, LAKE_UNREACHABLE, TRANSIENT, caravan.lake.endpoint",
        "418, Teapot, INTERNAL, INTERNAL, Report this",
    })
    void anAnswerOfS3HasACodeAndAMend(int status, String awsCode, ErrorCode code, ErrorKind kind, String hint) {
        ExportException failure = AwsFailure.of(
                S3Exception.builder()
                        .statusCode(status)
                        .awsErrorDetails(details(awsCode))
                        .build(),
                "Upload to s3://lake/orders/part-0.parquet");

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.what())
                .startsWith("Upload to s3://lake/orders/part-0.parquet failed: ")
                .endsWith("words.");
        assertThat(failure.hint()).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, CATALOG_UNREACHABLE, caravan.glue.endpoint",
        "400, OperationTimeoutException, CATALOG_UNREACHABLE, caravan.glue.endpoint",
        "500, InternalServiceException, CATALOG_UNREACHABLE, caravan.glue.endpoint",
        "400, AccessDeniedException, ACCESS_DENIED, credentials",
        "400, UnrecognizedClientException, ACCESS_DENIED, credentials",
        "400, InvalidInputException, BAD_CONFIGURATION, caravan.glue.crawler-role",
        "400, ValidationException, BAD_CONFIGURATION, caravan.glue.crawler-role",
        "400, ResourceNumberLimitExceededException, BAD_CONFIGURATION, quota",
    })
    void anAnswerOfGlueHasACodeAndAMend(int status, String awsCode, ErrorCode code, String hint) {
        ExportException failure = AwsFailure.of(
                GlueException.builder()
                        .statusCode(status)
                        .awsErrorDetails(details(awsCode))
                        .build(),
                "Making crawler orders");

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.hint()).contains(hint);
    }

    @Test
    void whatCamelWrappedIsFound() {
        ExportException known = new ExportException(ErrorCode.BAD_VALUE, "A value.", "Fix it.");

        assertThat(AwsFailure.of(new RuntimeCamelException(known), "Upload")).isSameAs(known);
        assertThat(AwsFailure.of(new IllegalStateException("broke"), "Upload").code())
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void aRealServerRefusesWrongKeysAndMissingBuckets(@TempDir Path folder) {
        try (LocalS3 server = LocalS3.start(0, folder)) {
            assertThat(failure(server.endpoint(), KEYS).code()).isEqualTo(ErrorCode.NO_SUCH_BUCKET);
            assertThat(failure(server.endpoint(), keys("caravan", "wrong")).code())
                    .isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(failure(server.endpoint(), keys("nobody", "wrong")).code())
                    .isEqualTo(ErrorCode.ACCESS_DENIED);
        }
    }

    @Test
    void aServerThatIsNotThereIsTransient() {
        ExportException failure = failure(URI.create("http://127.0.0.1:1"), KEYS);

        assertThat(failure.code()).isEqualTo(ErrorCode.LAKE_UNREACHABLE);
        assertThat(failure.what()).contains("Connection refused");
        assertThat(failure.hint()).contains("caravan.lake.endpoint");
    }

    @Test
    void missingCredentialsAreTheUsersToMend() {
        AwsCredentialsProvider none = AwsCredentialsProviderChain.of(() -> {
            throw new IllegalStateException("none here");
        });

        ExportException failure = failure(URI.create("http://127.0.0.1:1"), none);

        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
        assertThat(failure.what()).isEqualTo("Looking at the bucket failed: no AWS credentials were found.");
        assertThat(failure.hint()).contains("AWS_ACCESS_KEY_ID");
    }

    @Test
    void aMissingRegionIsTheUsersToMend() {
        ExportException failure = failureOf(() -> new AwsRegionProviderChain().getRegion());

        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
        assertThat(failure.hint()).contains("AWS_REGION");
    }

    private static ExportException failure(URI endpoint, AwsCredentialsProvider credentials) {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofSeconds(20)))
                .build()) {
            return failureOf(() -> s3.headBucket(request -> request.bucket("missing")));
        }
    }

    private static ExportException failureOf(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            return AwsFailure.of(e, "Looking at the bucket");
        }
        throw new AssertionError("The call went well");
    }

    private static AwsErrorDetails details(String awsCode) {
        return AwsErrorDetails.builder()
                .errorCode(awsCode)
                .errorMessage("words")
                .build();
    }

    private static AwsCredentialsProvider keys(String accessKey, String secretKey) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }
}

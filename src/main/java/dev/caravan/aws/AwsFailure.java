package dev.caravan.aws;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** What a failure of the AWS SDK means: who can fix it, and how. */
public final class AwsFailure {
    private static final Map<String, ErrorCode> BY_AWS_CODE = Stream.of(
                    codes(ErrorCode.NO_SUCH_BUCKET, "NoSuchBucket"),
                    codes(ErrorCode.ACCESS_DENIED, "AccessDenied", "AccessDeniedException", "AllAccessDisabled"),
                    codes(ErrorCode.ACCESS_DENIED, "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidToken"),
                    codes(ErrorCode.ACCESS_DENIED, "UnrecognizedClientException", "MissingAuthenticationToken"),
                    codes(ErrorCode.ACCESS_DENIED, "MissingAuthenticationTokenException", "IncompleteSignature"),
                    codes(ErrorCode.ACCESS_DENIED, "IncompleteSignatureException", "SignatureDoesNotMatch"),
                    codes(ErrorCode.ACCESS_DENIED, "InvalidSignatureException", "InvalidIdentityToken"),
                    codes(ErrorCode.ACCESS_DENIED, "ExpiredToken", "ExpiredTokenException", "RequestExpired"),
                    codes(ErrorCode.BAD_CONFIGURATION, "PermanentRedirect", "AuthorizationHeaderMalformed"),
                    codes(ErrorCode.BAD_CONFIGURATION, "InvalidBucketName", "InvalidArgument", "NotImplemented"),
                    codes(ErrorCode.BAD_CONFIGURATION, "InvalidInputException", "ValidationException"),
                    codes(ErrorCode.BAD_CONFIGURATION, "EntityNotFoundException", "UnknownOperationException"),
                    codes(ErrorCode.BAD_CONFIGURATION, "ResourceNumberLimitExceededException"),
                    codes(ErrorCode.BAD_CONFIGURATION, "KMS.NotFoundException", "KMS.DisabledException"),
                    codes(ErrorCode.CONCURRENT_PUBLISH, "PreconditionFailed", "ConditionalRequestConflict"),
                    codes(ErrorCode.LAKE_UNREACHABLE, "RequestTimeout", "BadDigest", "IDPCommunicationError"),
                    codes(ErrorCode.LAKE_UNREACHABLE, "XAmzContentSHA256Mismatch"),
                    codes(ErrorCode.LAKE_UNREACHABLE, "NoSuchUpload", "OperationAborted"),
                    // S3 says this with status 200, too, of what it answered before it was done: copies, completed
                    // uploads.
                    codes(ErrorCode.LAKE_UNREACHABLE, "InternalError"),
                    codes(ErrorCode.CATALOG_UNREACHABLE, "OperationTimeoutException", "InternalServiceException"),
                    codes(ErrorCode.CATALOG_UNREACHABLE, "ConcurrentModificationException"))
            .flatMap(codes -> codes.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final String OTHER_SIGNATURE = "SignatureDoesNotMatch";

    private AwsFailure() {}

    /**
     * Whether the request and its signature did not fit: the credentials are wrong, or the request changed on its way, which without TLS
     * nothing else notices before.
     *
     * @param failure what was thrown; its causes are searched
     */
    public static boolean isOfSignature(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
                return OTHER_SIGNATURE.equals(answer.awsErrorDetails().errorCode());
            }
        }
        return false;
    }

    /**
     * A failure of S3, or of whichever service the exception names.
     *
     * @param failure what was thrown; its causes are searched, since Camel wraps
     * @param where what was being done to what, e.g. {@code Upload to s3://lake/orders/part-0.parquet}
     */
    public static ExportException of(Throwable failure, String where) {
        return of(failure, where, ErrorCode.LAKE_UNREACHABLE);
    }

    /** A failure of a call to Glue. */
    public static ExportException ofCatalog(Throwable failure, String where) {
        return of(failure, where, ErrorCode.CATALOG_UNREACHABLE);
    }

    private static ExportException of(Throwable failure, String where, ErrorCode unreachable) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ExportException known) {
                return known;
            }
            if (each instanceof AwsServiceException answer) {
                return answered(
                        answer, where, answer instanceof GlueException ? ErrorCode.CATALOG_UNREACHABLE : unreachable);
            }
            if (each instanceof SdkClientException unanswered) {
                return unanswered(unanswered, where, unreachable);
            }
        }
        return new ExportException(
                ErrorCode.INTERNAL,
                where + " failed: " + sentence(failure.toString()),
                "Report this with the stack trace of the log.",
                failure);
    }

    private static ExportException answered(AwsServiceException failure, String where, ErrorCode unreachable) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
        String awsCode = details.map(AwsErrorDetails::errorCode).orElse("");
        String message = details.map(AwsErrorDetails::errorMessage).orElse("no further message");
        String request = Optional.ofNullable(failure.requestId())
                .map(id -> ", request " + id)
                .orElse("");
        ErrorCode code = code(failure, awsCode, unreachable);
        return new ExportException(
                code,
                where + " failed: " + (awsCode.isEmpty() ? "" : awsCode + " ") + "(HTTP " + failure.statusCode()
                        + request + "): " + sentence(message),
                hint(code, awsCode),
                failure);
    }

    /** The code of AWS decides, else the HTTP status: the answer to a HEAD has no code. */
    private static ErrorCode code(AwsServiceException failure, String awsCode, ErrorCode unreachable) {
        if (failure instanceof NoSuchBucketException) {
            return ErrorCode.NO_SUCH_BUCKET;
        }
        if (failure.isThrottlingException()) {
            return unreachable;
        }
        ErrorCode known = BY_AWS_CODE.get(awsCode);
        if (known != null) {
            return known;
        }
        return switch (failure.statusCode()) {
            case 401, 403 -> ErrorCode.ACCESS_DENIED;
            case 301, 501 -> ErrorCode.BAD_CONFIGURATION;
            case 408, 429 -> unreachable;
            case 412 -> ErrorCode.CONCURRENT_PUBLISH;
            default -> failure.statusCode() >= 500 ? unreachable : ErrorCode.INTERNAL;
        };
    }

    /** No answer came; the SDK has one exception for that, so missing credentials are known by its words alone. */
    private static ExportException unanswered(SdkClientException failure, String where, ErrorCode unreachable) {
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        if (message.contains("Unable to load region")) {
            return new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    where + " failed: no AWS region is set.",
                    "Set AWS_REGION, or the region of the profile in use.",
                    failure);
        }
        if (message.contains("Unable to load credentials") || message.contains("Failed to load credentials")) {
            return new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    where + " failed: no AWS credentials were found.",
                    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or the pod's service account role.",
                    failure);
        }
        return new ExportException(
                unreachable,
                where + " failed: " + sentence(withCause(failure, message)),
                HungRequest.in(failure).map(HungRequest::hint).orElseGet(() -> hint(unreachable, "")),
                failure);
    }

    private static String hint(ErrorCode code, String awsCode) {
        return switch (code) {
            case NO_SUCH_BUCKET -> "Make the bucket, or set caravan.lake.bucket to one that exists.";
            case ACCESS_DENIED ->
                "Check the AWS credentials that the process runs with (AWS_ACCESS_KEY_ID, profile or service account"
                        + " role), their clock, and that their policy allows this action."
                        + (awsCode.equals(OTHER_SIGNATURE)
                                ? " Over plain HTTP, a request that changed on its way is refused like this, too."
                                : "");
            case BAD_CONFIGURATION -> configurationMend(awsCode);
            case CONCURRENT_PUBLISH -> "Find out who else writes this table; it is retried after the other run.";
            case CATALOG_UNREACHABLE ->
                "It is retried; if it lasts, check AWS_REGION, caravan.glue.endpoint and the network to Glue.";
            case LAKE_UNREACHABLE ->
                "It is retried; if it lasts, check AWS_REGION, caravan.lake.endpoint and the network to S3.";
            default -> "Report this with the stack trace of the log.";
        };
    }

    private static String configurationMend(String awsCode) {
        return switch (awsCode) {
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "" ->
                "Set AWS_REGION to the region of the bucket.";
            case "NotImplemented" ->
                "This S3-compatible store does not support this encryption; choose another caravan.lake.encryption.";
            case "KMS.NotFoundException", "KMS.DisabledException" -> "Check caravan.lake.kms-key-id and its region.";
            case "ResourceNumberLimitExceededException" -> "Raise the account's quota, or remove what is unused.";
            default ->
                "Check what the message names: the endpoint's options, caravan.glue.database and"
                        + " caravan.glue.crawler-role (a role that Glue may assume).";
        };
    }

    /** The SDK's message often says only that it failed, and its cause why. */
    private static String withCause(Throwable failure, String message) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root == failure ? "" : root.getClass().getSimpleName() + ": " + root.getMessage();
        return why.isEmpty() || message.contains(String.valueOf(root.getMessage())) ? message : message + " " + why;
    }

    private static String sentence(@Nullable String message) {
        String text = String.valueOf(message).strip();
        return text.endsWith(".") ? text : text + ".";
    }

    private static Map<String, ErrorCode> codes(ErrorCode code, String... awsCodes) {
        return Stream.of(awsCodes).collect(Collectors.toMap(awsCode -> awsCode, awsCode -> code));
    }
}

package dev.caravan.aws;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Asks S3 for the encryption that is set on every object that is made, whichever step makes it.
 *
 * @param algorithm what to ask for; null leaves it to the bucket, whose default S3 always applies
 * @param kmsKeyId the key of KMS, or null for the account's own
 */
public record LakeEncryption(
        @Nullable ServerSideEncryption algorithm, @Nullable String kmsKeyId) implements ExecutionInterceptor {

    /**
     * The encryption of {@code caravan.lake.encryption}.
     *
     * @param mode bucket, s3 or kms
     * @param kmsKeyId of {@code caravan.lake.kms-key-id}; null for the account's own
     */
    public static LakeEncryption of(String mode, @Nullable String kmsKeyId) {
        return switch (mode) {
            case "bucket" -> new LakeEncryption(null, null);
            case "s3" -> new LakeEncryption(ServerSideEncryption.AES256, null);
            case "kms" -> new LakeEncryption(ServerSideEncryption.AWS_KMS, kmsKeyId);
            default ->
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "caravan.lake.encryption is '" + mode + "'.",
                        "Set it to bucket, s3 or kms.");
        };
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        if (algorithm == null) {
            return request;
        }
        if (request instanceof PutObjectRequest put) {
            return put.toBuilder()
                    .serverSideEncryption(algorithm)
                    .ssekmsKeyId(kmsKeyId)
                    .build();
        }
        if (request instanceof CopyObjectRequest copy) {
            return copy.toBuilder()
                    .serverSideEncryption(algorithm)
                    .ssekmsKeyId(kmsKeyId)
                    .build();
        }
        if (request instanceof CreateMultipartUploadRequest multipart) {
            return multipart.toBuilder()
                    .serverSideEncryption(algorithm)
                    .ssekmsKeyId(kmsKeyId)
                    .build();
        }
        return request;
    }
}

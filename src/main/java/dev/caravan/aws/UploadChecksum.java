package dev.caravan.aws;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Sends the checksum that a file had when it was written with its upload, so that S3 refuses any other bytes.
 *
 * <p>The component aws2-s3 has no option for a checksum, but it has one for metadata. The entry {@link #METADATA} of an upload becomes
 * the checksum of the request and is not stored as metadata. A client without this interceptor stores the entry as it is.
 */
public final class UploadChecksum implements ExecutionInterceptor {
    /** The entry of an upload's metadata that holds the CRC32C of the whole object, eight hexadecimal digits. */
    public static final String METADATA = "caravan-crc32c";

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutObjectRequest put && put.hasMetadata()) {
            String checksum = put.metadata().get(METADATA);
            if (checksum != null) {
                return put.toBuilder()
                        .checksumCRC32C(Crc32c.ofHex(checksum).base64())
                        .metadata(without(put.metadata()))
                        .build();
            }
        }
        return context.request();
    }

    private static Map<String, String> without(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(METADATA))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

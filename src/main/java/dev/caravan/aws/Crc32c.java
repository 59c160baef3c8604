package dev.caravan.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A CRC32C, which S3 writes in Base64 and manifests in hexadecimal digits.
 *
 * @param value its 32 bits
 */
record Crc32c(int value) {
    private static final int BUFFER = 1 << 16;

    /** The checksum that eight hexadecimal digits say. */
    static Crc32c ofHex(String digits) {
        return new Crc32c(HexFormat.fromHexDigits(digits));
    }

    static Crc32c of(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return new Crc32c((int) checksum.getValue());
    }

    /** The checksum of all that is left of a stream, which is not closed. */
    static Crc32c of(InputStream bytes) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            checksum.update(buffer, 0, read);
        }
        return new Crc32c((int) checksum.getValue());
    }

    /** As S3 writes it: the Base64 of its four bytes, the highest first. */
    String base64() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** As manifests write it: eight hexadecimal digits. */
    String hex() {
        return HexFormat.of().toHexDigits(value);
    }
}

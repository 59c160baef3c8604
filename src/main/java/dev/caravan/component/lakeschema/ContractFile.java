package dev.caravan.component.lakeschema;

import dev.caravan.contract.Contract;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** The contract that a table file names. */
public final class ContractFile {
    /** A contract of PostgreSQL's 1,600 columns has a tenth of that. */
    private static final int MAX_BYTES = 1 << 20;

    private ContractFile() {}

    /**
     * Reads it.
     *
     * @param tableId whose it is, for the sentence
     * @param schema where it is: a file of the folder, file: or classpath:
     * @param folder where the table file lies
     * @throws ExportException BAD_CONFIGURATION when it cannot be read or is no contract
     */
    public static Contract read(CamelContext context, String tableId, String schema, Optional<String> folder) {
        String location = ResourceHelper.hasScheme(schema)
                ? schema
                : "file:" + folder.map(path -> Path.of(path).resolve(schema)).orElseGet(() -> Path.of(schema));
        requireFile(tableId, location);
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, location)) {
            byte[] avro = in.readNBytes(MAX_BYTES + 1);
            if (avro.length > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            return Contract.parse(schema, new String(avro, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The contract of " + tableId + ", " + location + ", cannot be read: " + e.getMessage() + ".",
                    "Put it beside the table file, or name another with schema (a file of that folder, file: or"
                            + " classpath:); caravan scaffold --contract SCHEMA.TABLE writes one.",
                    e);
        }
    }

    /** A pipe would keep the reader waiting for ever. */
    private static void requireFile(String tableId, String location) {
        if (!location.startsWith("file:")) {
            return;
        }
        Path path = Path.of(location.substring("file:".length()));
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The contract of " + tableId + ", " + location + ", is not a regular file.",
                    "Name an Avro schema file with schema.");
        }
    }
}

package dev.caravan.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.read.RejectedRow;
import dev.caravan.write.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rejected rows of a chunk as JSON lines in the staging folder, written as they come and never held in memory.
 *
 * <p>Each line: {@code table}, {@code runId}, {@code chunk}, {@code row} (its number in the chunk as it was read), {@code key} (the primary key), {@code faults}
 * (column, type, value, rule) and {@code columns} (every column as text). May be used by several threads at once.
 */
final class RejectsFile implements AutoCloseable {
    /** When a file ends and the next one begins: small enough to upload in one request. */
    private static final long PART_BYTES = 256L << 20;

    private final Path folder;
    private final String tableId;
    private final String runId;
    private final int chunk;
    private final ObjectMapper json =
            new ObjectMapper(new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET));
    private final List<Path> parts = new ArrayList<>();
    private @Nullable OutputStream open;
    private long bytes;

    RejectsFile(Path folder, String tableId, String runId, int chunk) {
        this.folder = folder;
        this.tableId = tableId;
        this.runId = runId;
        this.chunk = chunk;
    }

    synchronized void write(RejectedRow row) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("table", tableId);
        line.put("runId", runId);
        line.put("chunk", chunk);
        line.put("row", row.row());
        line.put("key", row.key());
        line.put("faults", row.faults());
        line.put("columns", row.columns());
        try {
            byte[] text = json.writeValueAsBytes(line);
            OutputStream out = out();
            out.write(text);
            out.write('\n');
            bytes += text.length + 1;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private OutputStream out() throws IOException {
        if (open != null && bytes >= PART_BYTES) {
            finish();
        }
        if (open == null) {
            PrivateFiles.createFolders(folder);
            Path part = folder.resolve(String.format(Locale.ROOT, "rejects-%05d-%05d.jsonl", chunk, parts.size()));
            open = new BufferedOutputStream(PrivateFiles.create(part));
            parts.add(part);
            bytes = 0;
        }
        return open;
    }

    /** Ends the file that is open; all files so far. */
    synchronized List<Path> finish() {
        close();
        return List.copyOf(parts);
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw failed(e);
            } finally {
                open = null;
            }
        }
    }

    private ExportException failed(IOException fault) {
        return new ExportException(
                ErrorCode.STAGING_FAILED,
                "Writing the rejected rows of run " + runId + " of " + tableId + ": " + fault.getMessage() + ".",
                "Check that caravan.staging.dir can be written and has room for them, or choose another onBadValue.",
                fault);
    }
}

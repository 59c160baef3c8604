package dev.caravan.component.lakeupload;

import dev.caravan.component.CaravanConstants;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Upload the files of a run, each as an exchange of its own.
 *
 * <p>The body is a {@link dev.caravan.write.DataFile}, a list of them, or nothing where a batch has completed none. In a run that pg-table has begun,
 * files are uploaded on other threads while the chunk is read on, one file of a chunk at a time: the next waits for it, and so does the
 * read when that one is finished, which bounds what lies on the disk. The files of a list, which a table with partitions has, are uploaded up
 * to eight at a time. Of a file that is still being written, what is on the disk is
 * uploaded in parts. With the chunk's last batch the step waits for all; a failed upload is its failure. In a run that lake-run has
 * begun, the step uploads the file and waits for it.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "lake-upload",
        title = "Lake Upload",
        syntax = "lake-upload:tableId",
        producerOnly = true,
        remote = false,
        category = {Category.FILE, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class LakeUploadEndpoint extends DefaultEndpoint {
    @UriPath(description = "The table's name in the lake.")
    @Metadata(required = true)
    private final String tableId;

    @UriParam
    private final LakeUploadConfiguration configuration;

    /** An endpoint of one table. */
    public LakeUploadEndpoint(
            String uri, LakeUploadComponent component, String tableId, LakeUploadConfiguration configuration) {
        super(uri, component);
        this.tableId = tableId;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new LakeUploadProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lake-upload begins no route");
    }

    public String getTableId() {
        return tableId;
    }

    public LakeUploadConfiguration getConfiguration() {
        return configuration;
    }
}

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
 * Have files of a chunk uploaded while it is read on: whole ones by a route, large ones in parts.
 *
 * <p>The body is a {@link dev.caravan.write.DataFile}, or nothing where a batch has completed none. One file of a chunk is uploaded at
 * a time: the next waits for it, and so does the read when that one is finished, which bounds what lies on the disk. Of a file that is
 * still being written, what is on the disk is uploaded in parts, each an exchange for {@code direct:uploaded-part}. With the chunk's
 * last batch the step waits for all; a failed upload is its failure.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "lake-upload",
        title = "Lake Upload",
        syntax = "lake-upload:route",
        producerOnly = true,
        remote = false,
        category = {Category.FILE, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class LakeUploadEndpoint extends DefaultEndpoint {
    @UriPath(description = "The direct endpoint of the route that uploads one file as a whole.")
    @Metadata(required = true)
    private final String route;

    @UriParam(
            defaultValue = "0",
            description = "Large files are uploaded in parts of this size, and the first parts while the file is still"
                    + " written. 5242880 or more; 0, the default, leaves every file to the route.")
    private long partSize;

    @UriParam(
            defaultValue = "0",
            description = "Files of at least so many bytes are large. By default those that fill a part.")
    private long multipartThreshold;

    /** An endpoint of one route. */
    public LakeUploadEndpoint(String uri, LakeUploadComponent component, String route) {
        super(uri, component);
        this.route = route;
    }

    @Override
    public Producer createProducer() {
        return new LakeUploadProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lake-upload begins no route");
    }

    public String getRoute() {
        return route;
    }

    public long getPartSize() {
        return partSize;
    }

    public void setPartSize(long partSize) {
        this.partSize = partSize;
    }

    public long getMultipartThreshold() {
        return multipartThreshold;
    }

    public void setMultipartThreshold(long multipartThreshold) {
        this.multipartThreshold = multipartThreshold;
    }
}

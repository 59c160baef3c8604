package dev.caravan.component.lakepart;

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
 * Upload a part of a file, and complete the file's upload with its last part.
 *
 * <p>The body is a {@link dev.caravan.upload.FilePart}, as {@code lake-upload} cuts them, maybe of a file that is still being written, and
 * the header {@code CamelAwsS3Key} the key of the file. The file becomes an object when all its parts are there; a run that ends before
 * removes the parts.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "lake-part",
        title = "Lake Part",
        syntax = "lake-part:name",
        producerOnly = true,
        remote = true,
        category = {Category.CLOUD, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class LakePartEndpoint extends DefaultEndpoint {
    @UriPath(description = "A name for people; the table comes from the run.")
    @Metadata(required = true)
    private final String name;

    @UriParam
    private final LakePartConfiguration configuration;

    /** An endpoint for the files of all tables. */
    public LakePartEndpoint(String uri, LakePartComponent component, String name, LakePartConfiguration configuration) {
        super(uri, component);
        this.name = name;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new LakePartProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lake-part begins no route");
    }

    public String getName() {
        return name;
    }

    public LakePartConfiguration getConfiguration() {
        return configuration;
    }
}

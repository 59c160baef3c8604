package dev.caravan.component.lakepart;

import dev.caravan.component.LakeConfiguration;
import org.apache.camel.spi.UriParams;

/** The options of {@code lake-part}. */
@UriParams
public class LakePartConfiguration extends LakeConfiguration {
    /** A copy for one endpoint. */
    public LakePartConfiguration copy() {
        return (LakePartConfiguration) copied();
    }
}

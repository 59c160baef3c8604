package dev.caravan.component;

import dev.caravan.run.Staging;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.service.ServiceSupport;

/** The one staging folder of a Camel context, taken at first need and given up when the context stops. */
public final class StagingFolder extends ServiceSupport {
    /** The setting that says where. */
    public static final String SETTING = "caravan.staging.dir";

    private final Staging staging;

    private StagingFolder(Staging staging) {
        this.staging = staging;
    }

    /** The folder of this context. */
    public static synchronized Staging of(CamelContext context) {
        // Not asked of the context's services: there is one for every step of every table, and they are searched one by
        // one.
        StagingFolder present = context.getRegistry().lookupByNameAndType("stagingFolder", StagingFolder.class);
        if (present != null) {
            return present.staging;
        }
        String fallback = Path.of(System.getProperty("java.io.tmpdir"), "caravan-" + System.getProperty("user.name"))
                .toString();
        String root = context.getPropertiesComponent().resolveProperty(SETTING).orElse(fallback);
        StagingFolder made = new StagingFolder(Staging.open(Path.of(root)));
        try {
            context.addService(made, true, true);
            context.getRegistry().bind("stagingFolder", made);
        } catch (Exception e) {
            made.staging.close();
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        return made.staging;
    }

    @Override
    protected void doStop() {
        staging.close();
    }
}

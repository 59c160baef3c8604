package dev.caravan.pod.management;

import javax.management.ObjectInstance;
import org.jolokia.service.jmx.api.CacheKeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * Lets a list describe each class of Camel's MBeans once, for clients that ask for it ({@code listCache}, as hawtio does): a table has
 * forty MBeans of a dozen classes, and each description is 10 kB.
 */
final class SharedDescriptions extends CacheKeyProvider {

    SharedDescriptions() {
        super(0);
    }

    /** Components and data formats mix in attributes of their own class, and there are few of them. */
    @Override
    public @Nullable String determineKey(ObjectInstance bean) {
        String type = bean.getObjectName().getKeyProperty("type");
        boolean shared = bean.getObjectName().getDomain().equals("org.apache.camel")
                && type != null
                && !type.equals("components")
                && !type.equals("services");
        return shared ? "camel:" + type + ":" + bean.getClassName() : null;
    }
}

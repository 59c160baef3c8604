package dev.caravan.pod;

import java.io.Serial;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.ModelMBeanInfoSupport;
import javax.management.modelmbean.RequiredModelMBean;

/**
 * The attributes and operations of all MBeans of one class.
 *
 * <p>{@link RequiredModelMBean} clones what it is given, 24 kB for each MBean, because it can keep values in it for as long as a
 * {@code currencyTimeLimit} says. Camel sets none, so that nothing is ever written here.
 */
final class SharedBeanInfo extends ModelMBeanInfoSupport {
    @Serial
    private static final long serialVersionUID = 1;

    SharedBeanInfo(ModelMBeanInfo info) {
        super(info);
    }

    @Override
    @SuppressWarnings("CloneableImplementsClone") // sharing is the purpose
    public Object clone() {
        return this;
    }

    /** A JMX client elsewhere has only the classes of the JDK. */
    @Serial
    private Object writeReplace() {
        return new ModelMBeanInfoSupport(this);
    }
}

package dev.caravan.pod;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.management.mbean.ManagedProducer;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;
import org.apache.camel.support.management.NotificationSenderAdapter;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes Camel's MBeans, with one description for all of a class.
 *
 * <p>A table has forty MBeans, for every step of its routes is one. Camel describes each anew: a thousand tables would take half
 * a gigabyte and most of the time of their start.
 */
final class ManagedSteps extends DefaultManagementMBeanAssembler {
    private final Map<Class<?>, SharedBeanInfo> infos = new ConcurrentHashMap<>();

    ManagedSteps(CamelContext context) {
        super(context);
    }

    @Override
    public @Nullable ModelMBean assemble(MBeanServer server, Object bean, ObjectName name) throws JMException {
        if (bean instanceof ManagedProducer) {
            // Has no numbers; the step that it belongs to shows itself, and so does its endpoint.
            return null;
        }
        if (hasPartOfItsOwn(bean)) {
            return super.assemble(server, bean, name);
        }
        SharedBeanInfo shared = infos.get(bean.getClass());
        if (shared == null) {
            ModelMBeanInfo info = assembler.getMBeanInfo(camelContext, bean, null, name.toString());
            if (info == null) {
                return super.assemble(server, bean, name);
            }
            shared = new SharedBeanInfo(info);
            infos.put(bean.getClass(), shared);
        }
        boolean masked = Boolean.TRUE.equals(
                camelContext.getManagementStrategy().getManagementAgent().getMask());
        MixinRequiredModelMBean made = new MixinRequiredModelMBean(shared, masked, null, null);
        try {
            made.setManagedResource(bean, "ObjectReference");
        } catch (InvalidTargetObjectTypeException e) {
            throw new JMException(e.getMessage());
        }
        if (bean instanceof NotificationSenderAware aware) {
            aware.setNotificationSender(new NotificationSenderAdapter(made));
        }
        return made;
    }

    /** Such as a component whose class has attributes for JMX; Camel then mixes the two. */
    private static boolean hasPartOfItsOwn(Object bean) {
        return bean instanceof ManagedInstance managed
                && managed.getInstance() != null
                && ObjectHelper.hasAnnotation(managed.getInstance().getClass().getAnnotations(), ManagedResource.class);
    }
}

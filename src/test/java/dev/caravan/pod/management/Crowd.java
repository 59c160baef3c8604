package dev.caravan.pod.management;

import java.util.stream.IntStream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;

/** One of many MBeans, with twenty attributes. */
final class Crowd implements DynamicMBean {
    private static final MBeanInfo INFO = new MBeanInfo(
            Crowd.class.getName(),
            "one of many",
            IntStream.range(0, 20)
                    .mapToObj(i -> new MBeanAttributeInfo("A" + i, "int", "a number", true, false, false))
                    .toArray(MBeanAttributeInfo[]::new),
            null,
            null,
            null);

    @Override
    public Object getAttribute(String attribute) {
        return 1;
    }

    @Override
    public void setAttribute(Attribute attribute) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            list.add(new Attribute(attribute, 1));
        }
        return list;
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(String name, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return INFO;
    }
}

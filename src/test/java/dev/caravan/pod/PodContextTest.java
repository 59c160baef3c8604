package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.ModelMBeanInfoSupport;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the context does otherwise than Camel's own, for the sake of many routes. */
class PodContextTest {
    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    Path dir;

    @Test
    void aRouteIsRemovedAndReplacedAsInAnyContext() throws Exception {
        try (Pod pod = start(Pod.Purpose.COMMAND)) {
            assertThat(pod.context().removeRoute("one")).isFalse();
            pod.context().addRoutes(route("one", "seda:a"));
            assertThat(pod.context().removeRoute("one")).as("while it runs").isFalse();
            pod.context().addRoutes(route("one", "seda:b"));
            assertThat(pod.context().getRoutes())
                    .filteredOn(route -> route.getRouteId().equals("one"))
                    .singleElement()
                    .satisfies(route ->
                            assertThat(route.getEndpoint().getEndpointUri()).isEqualTo("seda://b"));
            pod.context().getRouteController().stopRoute("one");
            assertThat(pod.context().removeRoute("one")).isTrue();
            assertThat(pod.context().getRoute("one")).isNull();
        }
    }

    @Test
    void stepsShareTheirDescriptionInJmxAndKeepTheirOwnNumbers() throws Exception {
        try (Pod pod = start(Pod.Purpose.SERVE)) {
            pod.context().addRoutes(route("one", "direct:one"));
            pod.context().addRoutes(route("two", "direct:two"));
            pod.context().createProducerTemplate().sendBody("direct:one", "x");
            pod.context().createProducerTemplate().sendBody("direct:one", "x");
            pod.context().createProducerTemplate().sendBody("direct:two", "x");
            assertThat(JMX.getAttribute(step("one"), "ExchangesTotal")).isEqualTo(2L);
            assertThat(JMX.getAttribute(step("two"), "ExchangesTotal")).isEqualTo(1L);
            JMX.invoke(step("one"), "reset", null, null);
            assertThat(JMX.getAttribute(step("one"), "ExchangesTotal")).isEqualTo(0L);
            assertThat(JMX.getAttribute(step("two"), "ExchangesTotal")).isEqualTo(1L);
            assertThat(JMX.getMBeanInfo(step("one"))).isSameAs(JMX.getMBeanInfo(step("two")));
        }
    }

    @Test
    void nothingOfItStaysInJmxAfterwards() throws Exception {
        try (Pod pod = start(Pod.Purpose.SERVE)) {
            pod.context().addRoutes(route("one", "direct:one"));
            assertThat(JMX.queryNames(new ObjectName("org.apache.camel:context=caravan,*"), null))
                    .contains(step("one"));
        }
        assertThat(JMX.queryNames(new ObjectName("org.apache.camel:context=caravan,*"), null))
                .isEmpty();
    }

    @Test
    void aJmxClientOfAnotherProcessNeedsNoClassOfCaravan() throws Exception {
        try (Pod pod = start(Pod.Purpose.SERVE)) {
            pod.context().addRoutes(route("one", "direct:one"));
            MBeanInfo sent = JMX.getMBeanInfo(step("one"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(sent);
            Object received = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            assertThat(received).isExactlyInstanceOf(ModelMBeanInfoSupport.class);
            assertThat(((MBeanInfo) received).getAttributes()).hasSameSizeAs(sent.getAttributes());
        }
    }

    private static ObjectName step(String route) throws Exception {
        return ObjectName.getInstance("org.apache.camel:context=caravan,type=processors,name=\"" + route + "-step\"");
    }

    private static RouteBuilder route(String id, String from) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).to("log:x?level=OFF").id(id + "-step");
            }
        };
    }

    private Pod start(Pod.Purpose purpose) throws Exception {
        Path config = Files.writeString(
                dir.resolve("caravan.properties"), "caravan.lake.bucket = lake\ncaravan.management.port = 0\n");
        return Pod.start(purpose, config);
    }
}

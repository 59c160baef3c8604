package dev.caravan.routes;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestLake;
import dev.caravan.pod.Pod;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What hawtio draws of a table: its diagram shows the XML of a route, and counts by the MBeans of the steps' ids. */
class RouteDiagramTest {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();
    private static final Set<String> OPTIONS = Set.of(
            "onException",
            "expressionDefinition",
            "simple",
            "constant",
            "errorHandler",
            "noErrorHandler",
            "description");

    @TempDir
    private Path folder;

    private TestLake lake;
    private Pod pod;

    @BeforeEach
    void load() throws Exception {
        lake = TestLake.open("diagram", folder);
        try (ServerSocket free = new ServerSocket(0)) {
            lake.set("caravan.management.port", Integer.toString(free.getLocalPort()));
        }
        lake.set("caravan.name", "diagram")
                .sql("CREATE TABLE orders AS SELECT 1 AS id; CREATE TABLE lines AS SELECT 1 AS id")
                .table("orders", "table", "orders", "schedule", "0 0 0 1 1 ? 2099")
                .table("lines", "table", "lines", "schedule", "0 0 0 1 1 ? 2099");
        pod = Pod.start(Pod.Purpose.SERVE, lake.config());
        pod.watch(lake.routes());
        await(
                "both tables",
                () -> pod.context().getRoute("orders.run") != null
                        && pod.context().getRoute("lines.run") != null);
    }

    @AfterEach
    void close() {
        pod.close();
        lake.close();
    }

    @Test
    void the_run_of_a_table_reads_plan_chunks_publish() throws Exception {
        assertThat(labels("orders.run"))
                .containsExactly(
                        "from direct:orders.run",
                        "to lake-schema:orders",
                        "to pg-table:orders",
                        "split",
                        "to direct:retried-chunk",
                        "to lake-publish:orders");
        assertThat(labels("lines.run")).contains("to pg-table:lines");
    }

    @Test
    void the_read_of_a_chunk_and_the_upload_of_a_file_show_their_steps() throws Exception {
        assertThat(labels("orders.read"))
                .containsExactly(
                        "from direct:orders.read",
                        "to pg-copy:orders",
                        "split",
                        "to parquet-file:orders",
                        "to lake-upload:orders");
        assertThat(labels("orders.upload")).hasSize(2).first().isEqualTo("from direct:orders.upload");
    }

    @Test
    void every_step_has_an_id_of_its_table_and_a_description() throws Exception {
        for (String route : List.of("orders", "orders.run", "orders.read", "orders.upload")) {
            for (Element step : steps(route)) {
                assertThat(step.getAttribute("id")).as(step.getTagName()).startsWith("orders-");
                assertThat(step.getAttribute("description"))
                        .as(step.getAttribute("id"))
                        .isNotEmpty();
            }
        }
    }

    private static List<String> labels(String route) throws Exception {
        List<String> labels = new ArrayList<>();
        for (Element node : nodes(route)) {
            String uri = node.getAttribute("uri").replaceFirst("\\?.*", "");
            labels.add((node.getTagName() + " " + uri).strip());
        }
        return labels;
    }

    private static List<Element> steps(String route) throws Exception {
        return nodes(route).stream()
                .filter(node -> !node.getTagName().equals("from"))
                .toList();
    }

    private static List<Element> nodes(String route) throws Exception {
        ObjectName bean = new ObjectName("org.apache.camel:context=diagram,type=routes,name=\"" + route + "\"");
        String xml = (String) BEANS.invoke(bean, "dumpRouteAsXml", new Object[0], new String[0]);
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
        List<Element> nodes = new ArrayList<>();
        add(root, nodes);
        return nodes;
    }

    private static void add(Element parent, List<Element> nodes) {
        NodeList children = parent.getChildNodes();
        IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(child -> child.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .filter(child -> !OPTIONS.contains(child.getTagName()))
                .forEach(child -> {
                    nodes.add(child);
                    add(child, nodes);
                });
    }
}

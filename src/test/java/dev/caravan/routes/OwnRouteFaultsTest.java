package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of a user's own routes that Camel would find only when it makes the route, or when a message comes. */
class OwnRouteFaultsTest {
    private static final Main MAIN = new Main();

    @BeforeAll
    static void start() {
        MAIN.addOverrideProperty("camel.management.enabled", "false");
        MAIN.addOverrideProperty("camel.main.routesIncludePattern", "classpath:test-templates/*.yaml");
        MAIN.start();
        for (String bean : List.of("lakeS3", "rowWatch", "callerWaits", "failures", "retryNotice")) {
            MAIN.getCamelContext().getRegistry().bind(bean, new Object());
        }
    }

    @AfterAll
    static void stop() {
        MAIN.stop();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pg-tabel:orders                         | there is no component 'pg-tabel'. Did you mean 'pg-table'?
            tiemr:x                                 | Did you mean 'timer'?
            nowhere                                 | there is no component 'nowhere'.
            timer:x?perod=1s                        | component timer has no option 'perod'. Did you mean 'period'?
            timer:x?period=soon                     | option 'period' of component timer is 'soon', and it has to be a time
            timer:x?repeatCount=three               | it has to be a whole number
            timer:x?fixedRate=yes                   | it has to be true or false
            quartz:tables/x?cron=0+0/15+*+*+*       | it has 5 fields
            quartz:tables/x?cronn=0+0+0+*+*+?       | Did you mean 'cron'?
            seda:x?size=few                         | it has to be a whole number
            log:x?level=LOUD                        | Legal are: TRACE, DEBUG, INFO, WARN, ERROR, OFF.
            seda:x?exchangePattern=Sometimes        | there is no such value
            sql:select 1?outputTyp=StreamList       | Did you mean 'outputType'?
            sql:select 1?outputType=Stream          | SelectOne, SelectList, StreamList
            parquet-file:x?compression=lz4          | Legal are: zstd, gzip, snappy, none.
            parquet-file:x?fileSize=0               | from 10000 to 4294967296
            parquet-file:x?rowGroupSize=128MB       | 128 MiB are 134217728
            pg-copy:x?batchRows=-5                  | from 1 to 1000000
            pg-table:x?readers=many                 | a whole number of connections from 0 to 1000
            pg-table:x?rowSecurity=maybe            | Legal are: refuse, allow.
            pg-table:x?types=id=guid                | 'guid' is not a target
            lake-publish:x?publish=copy             | Legal are: replace, swap, partition.
            lake-publish:x?retentionRuns=some       | it has to be a whole number
            lake-schema:x?drift=warn                | Legal are: fail, add, ignore.
            glue-crawler:x?database=d               | option 'tableId' of component glue-crawler is missing, and so is 'targets'
            aws2-s3:                                | 'aws2-s3:' has nothing after its colon. Write it as aws2-s3:
            lake-upload:x                           | option 'to' of component lake-upload is missing
            glue-crawler:x?database=d&targets=s3://b/t/&timeout=long | it has to be a time
            """)
    void a_fault_of_an_endpoint_is_told_with_what_is_legal(String uri, String told) {
        assertThat(faults("- route:\n    id: own\n    from:\n      uri: direct:own\n      steps:\n        - to: \""
                        + uri + "\"\n"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:6: ")
                .contains(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            split: { simple: "${body}", streaming: yess, steps: [] }                  | 'streaming' of split is 'yess', and it has to be true or false.
            split: { simple: "${body}", aggregationStrategy: "#nosuch", steps: [] }   | 'aggregationStrategy' of split is '#nosuch', and there is no such bean.
            split: { simple: "${body}", executorService: calerWaits, steps: [] }      | Did you mean 'callerWaits'?
            bean: { ref: rowWach }                                                    | 'ref' of bean is 'rowWach', and there is no such bean. Did you mean 'rowWatch'?
            process: { ref: mine }                                                    | 'ref' of process is 'mine'
            filter: { method: { ref: failure, method: x }, steps: [] }                | 'ref' of method is 'failure', and there is no such bean. Did you mean 'failures'?
            delay: { constant: 1, asyncDelayed: maybe }                               | 'asyncDelayed' of delay is 'maybe'
            aggregate: { correlationExpression: { constant: 1 }, completionSize: 1, completionTimeout: soon, steps: [] } | it has to be a time such as
            log: { message: x, loggingLevel: LOUD }                                   | Legal are: TRACE, DEBUG, INFO, WARN, ERROR, OFF.
            onException: { exception: java.lang.Throwabel, handled: { constant: "true" } } | 'java.lang.Throwabel' is no class that can be loaded.
            doTry: { steps: [], doCatch: [ { exception: [ java.io.IoException ], steps: [] } ] } | 'java.io.IoException' is no class
            to: { uri: aws2-s3:lake, parameters: { amazonS3Client: "#nosuch" } }      | option 'amazonS3Client' of component aws2-s3 is '#nosuch', and there is no such bean.
            to: "aws2-s3:lake?amazonS3Client=#lakeS4"                                 | Did you mean 'lakeS3'?
            """)
    void a_fault_of_a_step_is_told_at_its_line(String step, String told) {
        assertThat(faults("- route:\n    id: own\n    from:\n      uri: direct:own\n      steps:\n        - " + step
                        + "\n"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:6: ")
                .contains(told);
    }

    @Test
    void references_that_camel_resolves_are_no_fault() {
        assertThat(faults("""
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - bean: { ref: java.util.ArrayList, method: size }
                        - split:
                            simple: "${body}"
                            streaming: "TRUE"
                            timeout: 1h30m
                            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
                            executorService: "#bean:callerWaits"
                            steps:
                              - process: { ref: "#rowWatch" }
                              - wireTap: { uri: "mock:x", executorService: defaultThreadPoolProfile }
                        - doTry:
                            steps: []
                            doCatch:
                              - exception: [ java.io.IOException, org.postgresql.util.PSQLException ]
                                steps: []
                """)).isEmpty();
    }

    @Test
    void each_fault_is_at_the_line_of_its_parameter() {
        assertThat(faults("""
                - from:
                    uri: timer:x
                    parameters:
                      period: 1s
                      delai: 1s
                    steps:
                      - split:
                          simple: "${body}"
                          steps:
                            - toD:
                                uri: parquet-file:${header.name}
                                parameters:
                                  compresion: zstd
                                  fileSize: 0
                - routeConfiguration:
                    id: own-errors
                    errorHandler:
                      deadLetterChannel:
                        deadLetterUri: sedaa:dead
                - routeTemplate:
                    id: own
                    parameters:
                      - name: every
                    route:
                      from:
                        uri: timer:{{every}}
                        parameters:
                          perod: "{{every}}"
                          delay: "{{every}}"
                """))
                .hasSize(5)
                .anySatisfy(fault -> assertThat(fault).startsWith("t.yaml:5: component timer has no option 'delai'"))
                .anySatisfy(
                        fault -> assertThat(fault).startsWith("t.yaml:13: ").contains("Did you mean 'compression'?"))
                .anySatisfy(fault -> assertThat(fault).startsWith("t.yaml:14: option 'fileSize'"))
                .anySatisfy(fault -> assertThat(fault).startsWith("t.yaml:19: there is no component 'sedaa'"))
                .anySatisfy(fault -> assertThat(fault).startsWith("t.yaml:28: component timer has no option 'perod'"));
    }

    @Test
    void what_camel_would_find_later_or_never_is_told_for_each_item() {
        assertThat(faults("""
                - routeConfiguration:
                    id: own-errors
                    errorHandler: { noErrorHandler: {} }
                - route:
                    routeConfigurationId: own-errors
                    from:
                      uri: timer:x
                      steps:
                        - log: "${body"
                        - filter: { simple: "${body} == 'a", steps: [ { to: "mock:x" } ] }
                """)).hasSize(1).anySatisfy(fault -> assertThat(fault)
                .startsWith("t.yaml:9: '${body' is not an expression of the simple language"));
    }

    @Test
    void a_property_that_is_not_set_is_told() {
        assertThat(
                        faults(
                                "- from:\n    uri: timer:x\n    steps:\n      - setBody:\n          constant: \"{{no.such}}\"\n"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:5: '{{no.such}}' has a property that is not set");
    }

    @Test
    void what_components_take_is_no_fault() throws Exception {
        assertThat(faults("""
                - beans:
                    - name: mine
                      type: org.apache.camel.component.seda.SedaComponent
                - from:
                    uri: quartz:tables/x
                    parameters:
                      cron: "0 0/15 * * * ?"
                      stateful: true
                      trigger.timeZone: UTC
                      trigger.misfireInstruction: -1
                    steps:
                      - to: mine:x?size=3
                      - to: mock:x?retainFirst=1
                      - toD: direct:${exchangeProperty.CamelCaravanReadRoute}
                      - to:
                          uri: sql:select id from orders where id > :#${body}
                          parameters:
                            dataSource: "#default"
                            fetchSize: 5000
                      - to:
                          uri: aws2-s3:lake
                          parameters: { amazonS3Client: "#lakeS3", fileName: unused, deleteAfterWrite: true }
                      - interceptFrom: { uri: "tim*" }
                """)).noneMatch(fault -> fault.contains("component"));
        byte[] example = Files.readString(Path.of("examples/plain-eip.camel.yaml"))
                .replaceAll("\\{\\{[a-z.-]+}}", "x")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(RouteFile.parse(Path.of("t.yaml"), example, templates()).faults())
                .isEmpty();
    }

    @Test
    void every_component_of_caravan_can_be_what_was_meant() throws Exception {
        Path services = Path.of(Objects.requireNonNull(
                        OwnRouteFaultsTest.class.getResource("/META-INF/services/org/apache/camel/component/pg-table"))
                .toURI());
        Properties list = new Properties();
        try (InputStream in = Files.newInputStream(services.getParent().resolveSibling("component.properties"));
                Stream<Path> schemes = Files.list(services.getParent())) {
            list.load(in);
            assertThat(list.getProperty("components").split(" "))
                    .containsExactlyInAnyOrderElementsOf(
                            schemes.map(path -> path.getFileName().toString()).toList());
        }
    }

    private static List<String> faults(String yaml) {
        return RouteFile.parse(Path.of("t.yaml"), yaml.getBytes(StandardCharsets.UTF_8), templates()).faults().stream()
                .map(Fault::toString)
                .toList();
    }

    private static RouteTemplates templates() {
        return RouteTemplates.of((ModelCamelContext) MAIN.getCamelContext());
    }
}

package dev.caravan;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;

/** The shape that the packages keep; each rule says how to fix a breach of it. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The core in the order of its making: each package may import only those before it. */
    private static final List<String> CORE = List.of(
            "error",
            "option",
            "limit",
            "source",
            "batch",
            "proof",
            "types",
            "partition",
            "plan",
            "records",
            "read",
            "encode",
            "write",
            "contract",
            "upload",
            "run",
            "lake",
            "catalog",
            "publish",
            "cleanup",
            "history",
            "verify",
            "table");

    private static final String[] CORE_PACKAGES =
            CORE.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);

    @ArchTest
    static final ArchRule coreKnowsNoFrameworks = noClasses()
            .that()
            .resideInAnyPackage(CORE_PACKAGES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "software.amazon.awssdk..", "picocli..")
            .because(
                    "the stages run without Camel, AWS and the command line: put the adapter into"
                            + " dev.caravan.component.<scheme> (or dev.caravan.cli) and hand the stage a plain interface of its own");

    @ArchTest
    static final ArchRule camelStaysInItsAdapters = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.caravan",
                    "dev.caravan.component..",
                    "dev.caravan.routes..",
                    "dev.caravan.pod..",
                    "dev.caravan.export..",
                    "dev.caravan.cli..",
                    "dev.caravan.local..",
                    "dev.caravan.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("Camel is at home in dev.caravan.component, routes, pod, export, cli, local, bench and Main alone:"
                    + " move the code that touches an Exchange, Endpoint or CamelContext into one of these");

    @ArchTest
    static final ArchRule productionDoesNotKnowTheEmbeddedStack = noClasses()
            .that(resideOutsideOfPackages("dev.caravan.local..", "dev.caravan.bench.."))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.caravan.local.."))
            .because("dev.caravan.local is not in the production jar: reach the embedded servers through the settings"
                    + " that real ones have (caravan.lake.endpoint, caravan.glue.endpoint, caravan.source.<name>.url)");

    @ArchTest
    static final ArchRule productionDoesNotKnowTheStacksLibraries = noClasses()
            .that(resideOutsideOfPackages("dev.caravan.local..", "dev.caravan.bench.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.gaul..", "io.zonky..", "org.duckdb..", "org.eclipse.jetty..", "com.google..", "io.trino..")
            .because("these libraries have scope provided and are missing where only caravan.jar and lib/ are:"
                    + " move the code to dev.caravan.local or dev.caravan.bench, or do it with what production has");

    @ArchTest
    static final ArchRule nothingKnowsTheBenchmark = noClasses()
            .that(resideOutsideOfPackage("dev.caravan.bench.."))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.caravan.bench.."))
            .because("dev.caravan.bench (in bench/java) measures the others and can be removed without them: move what"
                    + " both need into dev.caravan.local, or into the production package that it is about");

    @ArchTest
    static final ArchRule stagesImportOnlyEarlierStages = onlyEarlierOnes()
            .because("data flows " + String.join(", ", CORE) + ": move the shared class into the earlier"
                    + " package, or hand the later one in through an interface that the earlier one declares");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.caravan.(**)")
            .should()
            .beFreeOfCycles()
            .because("two packages that need each other are one: move the shared class to the lower of the two");

    @ArchTest
    static final ArchRule packagesAreStagesOrSchemes = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..helper..",
                    "..helpers..",
                    "..common..",
                    "..impl..",
                    "..manager..",
                    "..service..")
            .because("a package is named after a stage or a Camel scheme: name it after what its classes do");

    private static LayeredArchitecture onlyEarlierOnes() {
        LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : CORE) {
            rule = rule.layer(name).definedBy(packageOf(name));
        }
        for (int i = 0; i < CORE.size() - 1; i++) {
            rule = rule.whereLayer(CORE.get(i))
                    .mayOnlyBeAccessedByLayers(CORE.subList(i + 1, CORE.size()).toArray(String[]::new));
        }
        return rule.whereLayer(CORE.get(CORE.size() - 1)).mayNotBeAccessedByAnyLayer();
    }

    private static String packageOf(String name) {
        return "dev.caravan." + name + "..";
    }
}

package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Nothing that may block runs in the common pool, in tests neither. */
@AnalyzeClasses(packages = "dev.caravan")
class CommonPoolTest {
    @ArchTest
    static final ArchRule asynchronousWorkHasAnExecutor = noClasses()
            .should()
            .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
            .orShould()
            .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
            .because(
                    "the common pool has a single thread on two cores from Java 25 on, so work that waits there keeps all other"
                            + " work from running: pass an executor (in tests OwnThread::start)");
}

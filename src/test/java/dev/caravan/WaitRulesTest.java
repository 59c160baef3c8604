package dev.caravan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Whoever waits, waits for a condition: a time that is long enough on one machine is too short on another, and lost on all. */
@AnalyzeClasses(packages = "dev.caravan")
class WaitRulesTest {
    private static final Set<String> SLEEPS = Set.of("sleep", "onSpinWait", "yield", "parkNanos", "parkUntil");

    /** Each of these polls, in a loop, something that sends no notice of its changes. */
    private static final Set<String> LOOKS = Set.of(
            // The condition that a test gives it.
            "Await",
            // The state of a crawler, which AWS Glue only tells who asks.
            "Pause");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that(describe("look at nothing that tells of its changes", type -> !LOOKS.contains(type.getSimpleName())))
            .should()
            .callMethodWhere(describe("the thread sleeps", WaitRulesTest::sleeps))
            .because(
                    "a condition is waited for: in tests with dev.caravan.Await, in the product with a monitor, a latch or"
                            + " a future; that something does not happen is shown by what would come after it");

    private static boolean sleeps(JavaMethodCall call) {
        return SLEEPS.contains(call.getName())
                && (call.getTargetOwner().isEquivalentTo(Thread.class)
                        || call.getTargetOwner().isEquivalentTo(TimeUnit.class)
                        || call.getTargetOwner().isEquivalentTo(LockSupport.class));
    }
}

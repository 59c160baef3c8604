package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Fault;
import dev.caravan.error.ExportException;
import dev.caravan.lake.PublishMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Publications of a group that stop, or that another process interferes with, before any request: all tables show one moment after all.
 * The profile {@code full} takes every request, otherwise it is every eighth, from a random one on.
 */
class InterruptedGroupTest {
    private static final int MOST_REQUESTS = 80;
    private static final int STEP = Integer.getInteger("test.kills", 2) > 2 ? 1 : 8;
    private static final int FIRST = new Random().nextInt(STEP);

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
    }

    /** Tables {@code a} and {@code b} with these runs before. */
    private GroupTables tables(String earlier) {
        GroupTables group = new GroupTables(folder, "a", "b");
        group.next();
        String[] modes = earlier.split(" ", -1);
        for (int i = 0; i < modes.length; i++) {
            if (!modes[i].equals("none")) {
                group.alone("ab".substring(i, i + 1), PublishMode.valueOf(modes[i]));
            }
        }
        return group;
    }

    /** What breaks a publication. */
    private interface Breakage {
        void of(GroupTables group, int request);
    }

    private void beforeEveryRequest(String earlier, Breakage breakage) {
        boolean isAnyLeft = true;
        for (int request = FIRST; isAnyLeft; request += STEP) {
            assertThat(request).isLessThan(MOST_REQUESTS);
            try (GroupTables group = tables(earlier)) {
                List<String> before = group.moments("before");
                List<Pending> members = group.prepared();
                List<String> after = group.all(group.run());
                int requests = group.requests();
                breakage.of(group, request);
                String where = earlier + ", request " + request;
                boolean isPublished = isPublished(members);
                isAnyLeft = group.requests() > requests + request;
                group.heal();

                group.recover();

                List<String> moments = group.moments(where);
                assertThat(moments).as(where).isIn(before, after);
                if (isPublished) {
                    assertThat(moments).as(where).isEqualTo(after);
                }
                next(group, where);
            }
        }
    }

    private static boolean isPublished(List<Pending> members) {
        try {
            GroupCommit.commit("g", members);
            return true;
        } catch (ExportException e) {
            return false;
        }
    }

    private static void next(GroupTables group, String where) {
        GroupCommit.commit("g", group.prepared());
        assertThat(group.moments(where + ", the next publication")).isEqualTo(group.all(group.run()));
        group.clean();
        assertThat(group.strays())
                .as(where)
                .noneMatch(key -> key.contains("run=") || key.contains("_groups") || key.contains("uploads"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SWAP SWAP", "none none", "REPLACE SWAP", "none SWAP"})
    void a_process_that_stops_before_any_request_leaves_tables_of_one_moment(String earlier) {
        beforeEveryRequest(earlier, GroupTables::stopAfter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SWAP SWAP", "REPLACE SWAP"})
    void so_does_one_that_stops_on_its_way_back(String earlier) {
        beforeEveryRequest(earlier, (group, request) -> {
            group.stopAfter(request);
            group.refuseUpdates(1, 1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SWAP SWAP", "none none"})
    void an_answer_that_is_lost_is_no_failure_of_what_was_done(String earlier) {
        beforeEveryRequest(earlier, (group, request) -> group.failOne(request, new Fault.CutAnswer(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SWAP SWAP", "none none", "REPLACE SWAP"})
    void a_process_that_recovers_what_is_going_well_does_no_harm(String earlier) {
        beforeEveryRequest(earlier, (group, request) -> group.failOne(request, new Fault.Meanwhile(group::recover)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SWAP SWAP", "REPLACE SWAP"})
    void nor_does_one_that_recovers_what_is_being_taken_back(String earlier) {
        beforeEveryRequest(earlier, (group, request) -> {
            group.failOne(request, new Fault.Meanwhile(group::recover));
            group.refuseUpdates(1, 1);
        });
    }

    @Test
    void a_table_that_is_shown_can_be_led_back_until_all_are_also_if_another_process_helps() {
        try (GroupTables group = tables("SWAP SWAP")) {
            List<String> before = group.moments("before");
            List<Pending> members = group.prepared();
            // The update of b fails in both processes.
            AtomicInteger updates = new AtomicInteger();
            AtomicBoolean isHelped = new AtomicBoolean();
            group.fail(request -> GroupTables.isUpdate(request) && isHelped.get(), new Fault.Reset());
            group.fail(
                    request -> GroupTables.isUpdate(request) && updates.incrementAndGet() == 2,
                    new Fault.Instead(() -> {
                        isHelped.set(true);
                        assertThatThrownBy(group::recoverBroken).isInstanceOf(ExportException.class);
                        isHelped.set(false);
                    }));

            assertThat(isPublished(members)).isFalse();

            group.heal();
            group.recover();
            assertThat(group.moments("after all")).isEqualTo(before);
        }
    }

    @Test
    void a_first_run_that_never_took_its_table_is_no_failure_of_who_looks() {
        try (GroupTables group = tables("none none")) {
            group.prepared();
            group.recover();
            assertThat(group.moments("never taken")).isEqualTo(group.all(""));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_recovery_may_stop_before_any_request_too(boolean isOnItsWayBack) {
        boolean isAnyLeft = true;
        for (int request = FIRST; isAnyLeft; request += STEP) {
            assertThat(request).isLessThan(MOST_REQUESTS);
            try (GroupTables group = tables("SWAP SWAP")) {
                List<String> before = group.moments("before");
                List<Pending> members = group.prepared();
                List<String> after = group.all(group.run());
                String where = "recovery stopped after " + request;
                if (isOnItsWayBack) {
                    group.stopAfterUpdates(2);
                    group.refuseUpdates(1, 1);
                } else {
                    group.stopAfterUpdates(1);
                }
                assertThat(isPublished(members)).as(where).isFalse();
                group.heal();
                int seen = group.requests();
                group.stopAfter(request);
                try {
                    group.recoverBroken();
                } catch (ExportException e) {
                    assertThat(e.code().kind()).as(where).isNotNull();
                }
                isAnyLeft = group.requests() > seen + request;
                group.heal();

                group.recover();

                assertThat(group.moments(where)).isEqualTo(isOnItsWayBack ? before : after);
                next(group, where);
            }
        }
    }
}

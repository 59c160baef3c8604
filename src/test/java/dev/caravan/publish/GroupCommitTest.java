package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.KeptRun;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.publish.GroupTables.Uploaded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are published together, all or none. */
class GroupCommitTest {
    @TempDir
    private Path folder;

    private GroupTables group;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        group = new GroupTables(folder, "a", "b", "c");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        group.close();
    }

    private String published() {
        List<Pending> members = group.prepared();
        GroupCommit.commit("g", members);
        return group.run();
    }

    private static ExportException refusal(List<Pending> members) {
        return catchThrowableOfType(ExportException.class, () -> GroupCommit.commit("g", members));
    }

    @Test
    void all_tables_are_published_and_nothing_is_left() {
        List<Pending> first = group.prepared();
        assertThat(group.moments("before")).isEqualTo(group.all(""));
        GroupCommit.commit("g", first);
        String earlier = group.run();
        assertThat(group.moments("first")).isEqualTo(group.all(earlier));

        List<Pending> members = group.prepared();
        assertThat(group.moments("prepared")).isEqualTo(group.all(earlier));
        Duration window = GroupCommit.commit("g", members);

        assertThat(group.moments("second")).isEqualTo(group.all(group.run()));
        assertThat(window).isPositive().isLessThan(Duration.ofSeconds(10));
        assertThat(members.get(0).manifest().runId()).isEqualTo(group.run());
        assertThat(group.strays()).isEmpty();
    }

    @Test
    void the_run_before_the_current_one_is_kept_whatever_keepRuns_says() {
        String earlier = published();
        published();
        assertThat(group.state("a").kept()).extracting(KeptRun::runId).containsExactly(earlier);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void an_update_that_glue_refuses_leaves_all_tables_as_they_were(int passing) {
        String earlier = published();
        List<Pending> members = group.prepared();
        group.refuseUpdates(passing, 1);

        ExportException refusal = refusal(members);

        assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal.what())
                .startsWith("Table " + "abc".charAt(passing) + " of group g could not be published: ")
                .endsWith("None of the tables of group g is published.");
        assertThat(group.moments("refused")).isEqualTo(group.all(earlier));
        group.heal();
        published();
        group.clean();
        assertThat(group.moments("next")).isEqualTo(group.all(group.run()));
        group.recover();
        group.clean();
        assertThat(group.strays()).noneMatch(key -> key.contains("/run=") || key.contains("_groups"));
    }

    @Test
    void files_that_readers_were_led_to_stay_for_their_queries_until_they_are_cleaned() {
        published();
        List<Pending> members = group.prepared();
        group.refuseUpdates(1, 1);
        refusal(members);

        assertThat(group.keys(GroupTables.PREFIX + "a/run=" + group.run())).isNotEmpty();
        assertThat(group.keys(GroupTables.PREFIX + "b/run=" + group.run())).isEmpty();
        group.clean();
        assertThat(group.keys(GroupTables.PREFIX + "a/run=" + group.run())).isEmpty();
    }

    @Test
    void if_glue_refuses_the_way_back_too_that_is_said_and_the_next_look_goes_it() {
        String earlier = published();
        List<Pending> members = group.prepared();
        group.refuseUpdates(1, Integer.MAX_VALUE);

        ExportException refusal = refusal(members);

        assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal.what())
                .startsWith("The publication of group g may be half done: Table b of group g could not be published: ");
        assertThat(refusal.hint()).contains("takes it back for all tables", "readers may see tables of two moments");
        group.heal();
        group.recover();
        assertThat(group.moments("recovered")).isEqualTo(group.all(earlier));
    }

    @Test
    void a_table_that_another_process_has_published_meanwhile_keeps_all_back() {
        String earlier = published();
        List<Pending> members = group.prepared();
        group.alone("b", PublishMode.SWAP);
        String other = group.run();

        ExportException refusal = refusal(members);

        assertThat(refusal.code()).isEqualTo(ErrorCode.CONCURRENT_PUBLISH);
        assertThat(refusal.what())
                .startsWith("Table b of group g could not be published: Another process published table b")
                .endsWith("None of the tables of group g is published.");
        assertThat(List.of(
                        group.state("a").runId(),
                        group.state("b").runId(),
                        group.state("c").runId()))
                .containsExactly(earlier, other, earlier);
        group.recover();
        group.clean();
        assertThat(group.strays()).noneMatch(key -> key.contains("/run=") || key.contains("_groups"));
    }

    @Test
    void first_runs_that_were_shown_stay_if_a_later_one_is_refused_and_the_failure_names_them() {
        List<Pending> members = group.prepared();
        group.refuseUpdates(2, 1);

        ExportException refusal = refusal(members);

        assertThat(refusal.what())
                .startsWith("Table b of group g could not be published: ")
                .endsWith(
                        "Of the tables of group g, published are only those that have no earlier run to go back to: a.");
        assertThat(group.moments("refused")).containsExactly(group.run(), "", "");
        group.heal();
        published();
        assertThat(group.moments("next")).isEqualTo(group.all(group.run()));
    }

    @Test
    void tables_without_a_run_to_go_back_to_come_last_so_that_a_refusal_of_them_leaves_all_as_they_were() {
        group.next();
        group.alone("a", PublishMode.REPLACE);
        group.alone("b", PublishMode.SWAP);
        group.alone("c", PublishMode.SWAP);
        String earlier = group.run();
        List<Pending> members = group.prepared();
        group.refuseUpdates(2, 1);

        ExportException refusal = refusal(members);

        assertThat(refusal.what())
                .startsWith("Table a of group g could not be published: ")
                .endsWith("None of the tables of group g is published.");
        assertThat(group.moments("refused")).isEqualTo(group.all(earlier));
        group.heal();
        published();
        assertThat(group.moments("next")).isEqualTo(group.all(group.run()));
    }

    @Test
    void a_table_that_is_published_by_replace_is_refused_and_its_uploads_go() {
        group.next();
        Uploaded uploaded = group.upload("a", PublishMode.REPLACE);

        assertThatThrownBy(() -> group.publisher("a", PublishMode.REPLACE)
                        .prepare(uploaded.read(), uploaded.attempt(), uploaded.folder(), Optional.empty()))
                .isInstanceOfSatisfying(ExportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(refusal.what()).contains("Table a is one of a group, and it is published by replace");
                    assertThat(refusal.hint()).contains("publish: swap");
                });
        assertThat(group.strays()).isEmpty();
    }

    @Test
    void what_was_prepared_and_is_discarded_leaves_nothing() {
        group.prepared().forEach(Pending::discard);
        assertThat(group.strays()).isEmpty();
    }

    @Test
    void a_decision_is_cleaned_when_no_state_names_the_publication_any_more() {
        published();
        List<Pending> members = group.prepared();
        group.stopAfterUpdates(1);
        refusal(members);
        group.heal();
        String decisions = Layout.groups(GroupTables.PREFIX);
        assertThat(group.keys(decisions)).hasSize(1);

        group.clean();
        assertThat(group.keys(decisions)).as("while the states name it").hasSize(1);

        group.recover();
        assertThat(group.clean()).anySatisfy(leftover -> {
            assertThat(leftover.kind().words()).isEqualTo("decision on a publication of a group that ended");
            assertThat(leftover.table()).isEqualTo("g");
        });
        assertThat(group.keys(decisions)).isEmpty();
        assertThat(group.moments("recovered")).isEqualTo(group.all(group.run()));
    }
}

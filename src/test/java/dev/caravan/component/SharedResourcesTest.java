package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How memory and connections are divided over what goes on at the same moment. */
class SharedResourcesTest {
    @Test
    void the_budget_is_divided_by_runs_and_by_the_readers_of_a_run() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty(MemoryBudget.SETTING, "1200000");
            context.getPropertiesComponent().addInitialProperty(RunSlots.SETTING, "3");
            RunSlots slots = RunSlots.of(context);

            assertThat(slots.rowGroupBytes(1)).isEqualTo(400_000);
            assertThat(slots.rowGroupBytes(4)).isEqualTo(100_000);
        }
    }

    @Test
    void the_budget_is_a_part_of_the_heap_or_a_number_of_bytes() throws Exception {
        assertThat(new MemoryBudget(400_000_000).bytes("25%")).isEqualTo(100_000_000);
        assertThat(new MemoryBudget(400_000_000).bytes("134217728")).isEqualTo(134_217_728);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThat(MemoryBudget.of(context))
                    .isCloseTo(
                            Runtime.getRuntime().maxMemory() / 4, org.assertj.core.api.Assertions.withinPercentage(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "100%", "a lot", "128m", "999", "400000001"})
    void what_is_no_budget_is_refused_with_what_is(String setting) {
        assertThatThrownBy(() -> new MemoryBudget(400_000_000).bytes(setting))
                .isInstanceOfSatisfying(ExportException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(failure.getMessage()).contains("caravan.memory.budget is '" + setting + "'", "25%");
                });
    }

    @Test
    void a_run_takes_what_it_wants_and_leaves_the_others_theirs() throws Exception {
        try (HikariDataSource pool = pool(10);
                DefaultCamelContext context = context(3);
                Connection holder = pool.getConnection()) {
            ReaderSlots slots = ReaderSlots.of(context);
            ReaderSlots.Share first = slots.share("default", pool, false);
            ReaderSlots.Share second = slots.share("default", pool, false);
            ReaderSlots.Share third = slots.share("default", pool, false);

            assertThat(holder.isClosed()).isFalse();
            assertThat(first.take(8)).isEqualTo(5);
            assertThat(second.take(8)).isEqualTo(1);
            assertThat(third.take(8)).isEqualTo(1);
            first.close();
            first.close();
            ReaderSlots.Share fourth = slots.share("default", pool, false);
            assertThat(fourth.take(2)).isEqualTo(2);
            ReaderSlots.Share other = slots.share("other", pool, false);
            assertThat(other.take(3)).isEqualTo(3);
        }
    }

    @Test
    void a_pool_that_has_only_the_connections_that_hold_snapshots_gives_no_reader() throws Exception {
        try (HikariDataSource pool = pool(2);
                DefaultCamelContext context = context(2);
                Connection holder = pool.getConnection()) {
            assertThat(holder.isClosed()).isFalse();
            assertThat(ReaderSlots.of(context).share("default", pool, true).take(4))
                    .isZero();
        }
    }

    @Test
    void connections_that_somebody_else_has_are_not_waited_for() throws Exception {
        try (HikariDataSource pool = pool(6);
                DefaultCamelContext context = context(1);
                Connection holder = pool.getConnection();
                Connection others = pool.getConnection();
                Connection more = pool.getConnection()) {
            assertThat(holder.isClosed() || others.isClosed() || more.isClosed())
                    .isFalse();
            assertThat(ReaderSlots.of(context).share("default", pool, true).take(5))
                    .isEqualTo(3);
        }
    }

    @Test
    void a_pool_of_another_make_gives_only_what_a_table_file_asks_for() throws Exception {
        try (DefaultCamelContext context = context(2)) {
            PGSimpleDataSource unknown = new PGSimpleDataSource();

            assertThat(ReaderSlots.of(context).share("x", unknown, false).take(4))
                    .isZero();
            assertThat(ReaderSlots.of(context).share("x", unknown, true).take(4))
                    .isEqualTo(4);
        }
    }

    private static DefaultCamelContext context(int runs) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty(RunSlots.SETTING, Integer.toString(runs));
        return context;
    }

    private static HikariDataSource pool(int size) throws SQLException {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(TestStack.postgres().jdbcUrl());
        pool.setUsername(LocalPostgres.USER);
        pool.setPassword(LocalPostgres.PASSWORD);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(0);
        return pool;
    }
}

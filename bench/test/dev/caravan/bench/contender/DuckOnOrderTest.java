package dev.caravan.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.Program;
import dev.caravan.bench.measure.ProgramFailed;
import dev.caravan.bench.measure.Standing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckOnOrderTest {
    @TempDir
    private Path folder;

    @Test
    void a_line_of_several_statements_is_answered_also_after_one_that_failed() {
        Path file = folder.resolve("three.parquet");
        List<String> command =
                Program.java(List.of("-Xmx64m"), System.getProperty("java.class.path"), DuckOnOrder.class.getName());
        try (Standing duck = new Standing(new Program(command, Map.of(), folder.resolve("log")))) {
            Cost failed = duck.run("COPY (FROM nothing) TO '" + file + "'; SELECT '{}';");
            Cost copied = duck.run("COPY (FROM range(3)) TO '" + file + "' (FORMAT parquet); SELECT '{}';");

            assertThatThrownBy(() -> Answers.read(failed))
                    .isInstanceOf(ProgramFailed.class)
                    .hasMessageContaining("nothing does not exist");
            assertThat(Answers.read(copied)).isEmpty();
            assertThat(Output.ofFolder(folder).rows()).isEqualTo(3);
        }
    }
}

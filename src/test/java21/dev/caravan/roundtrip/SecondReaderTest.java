package dev.caravan.roundtrip;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The type suite once more with another reader as the judge, so that no fault hides in what one reader forgives. */
class SecondReaderTest {
    @TempDir
    private Path folder;

    private HikariDataSource source;

    @AfterEach
    void close() {
        source.close();
    }

    @TestFactory
    Stream<DynamicContainer> every_value_arrives() {
        String database = TestStack.freshDatabase("types_twice");
        source = Servers.source(TestStack.postgres(), database);
        return new TypeSuite(source, new HardwoodJudge(), folder).tests();
    }
}

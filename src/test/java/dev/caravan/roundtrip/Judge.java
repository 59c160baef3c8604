package dev.caravan.roundtrip;

import java.nio.file.Path;
import java.util.List;

/** A reader of Parquet files that is independent of the code that wrote them. */
@FunctionalInterface
public interface Judge {
    /** All rows of these files, in the order of their column {@code id}. */
    Content read(List<Path> files);
}

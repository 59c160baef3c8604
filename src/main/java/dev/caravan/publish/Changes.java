package dev.caravan.publish;

import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Intent.Pointing;
import dev.caravan.lake.KeptRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publication will change.
 *
 * @param moves where each file becomes visible, in the order of the files
 * @param obsolete the keys that readers have no use for once it is made
 * @param pointing how the location of the table in the catalog moves; null when it does not
 * @param kept the earlier runs whose files stay
 */
record Changes(
        List<Move> moves, List<String> obsolete, @Nullable Pointing pointing, List<KeptRun> kept) {}

package dev.caravan.component.lakeschema;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.Runs;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.RunFolder.Claim;
import dev.caravan.lake.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Where the files of an attempt of a run go.
 *
 * <p>Processes that run the same fire have the same run, and must not upload into the same folder. So the one that claims it first has it,
 * and every other attempt has a folder with a longer name. The claim is made before the state is read: whoever claims after the run was
 * published finds that in the state.
 */
final class FolderClaim {
    private final Exchange exchange;
    private final LakeStore store;
    private final Layout layout;
    private final String runId;
    private Claim claim = Claim.NONE;

    FolderClaim(Exchange exchange, LakeStore store, Layout layout) {
        this.exchange = exchange;
        this.store = store;
        this.layout = layout;
        this.runId = Runs.id(exchange);
    }

    /** Claims the folder that is named after the run, if the run has a folder of its own. */
    void take(PublishMode mode) {
        switch (mode) {
            case REPLACE -> {}
            case SWAP, PARTITION -> {
                claim = Runs.folder(exchange).hasClaim() ? Claim.OF_EARLIER_ATTEMPT : first();
                // Known from here on, so that it is given up if the run fails before its folder is settled.
                exchange.setProperty(
                        CaravanConstants.FOLDER,
                        new RunFolder(Runs.folder(exchange).place(), claim));
            }
        }
    }

    private Claim first() {
        byte[] owner = ("run " + runId + ", exchange " + exchange.getExchangeId()).getBytes(StandardCharsets.UTF_8);
        return store.putIfUnchanged(layout.claim(runId), owner, Optional.empty())
                        .isPresent()
                ? Claim.OURS
                : Claim.NONE;
    }

    /** Gives up the claim of a run that another process has published: what is in that folder is not ours. */
    RunFolder release() {
        RunFolder.Place place = Runs.folder(exchange).place();
        if (claim == Claim.OURS) {
            store.delete(List.of(layout.claim(runId)));
            claim = Claim.NONE;
        }
        return new RunFolder(place, claim);
    }

    /** Says where the files of this attempt go, now that the state is known. */
    void settle(PublishMode mode, State state) {
        if (claim == Claim.OURS && state.names(runId)) {
            store.delete(List.of(layout.claim(runId)));
            claim = Claim.NONE;
        }
        exchange.setProperty(CaravanConstants.FOLDER, RunFolder.next(mode, state, layout, claim));
    }
}

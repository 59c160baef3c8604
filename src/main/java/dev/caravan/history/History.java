package dev.caravan.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.error.ExportException;
import dev.caravan.history.PastRun.Outcome;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.LastPublication;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.plan.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The runs of tables that have ended, as the lake tells them. */
public final class History {
    private static final double MILLIS = 1_000.0;

    private final LakeStore store;
    private final String prefix;

    /**
     * Of one lake.
     *
     * @param prefix of the lake
     */
    public History(LakeStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /** The tables that have runs, published or failed. */
    public Set<String> tables() {
        Set<String> tables = new TreeSet<>();
        for (String folder : List.of(Layout.own(prefix), Layout.deadLetters(prefix))) {
            store.folders(folder).stream()
                    .map(found -> found.substring(folder.length(), found.length() - 1))
                    .filter(Layout::isTable)
                    .forEach(tables::add);
        }
        return tables;
    }

    /**
     * The last runs of a table, the latest first.
     *
     * @param most how many at most, from 1 on
     */
    public List<PastRun> of(String table, int most) {
        Layout layout = new Layout(prefix, table);
        State state = new StateDocument(store, layout).read().state();
        // One more, to tell the change of the earliest.
        int wanted = most == Integer.MAX_VALUE ? most : most + 1;
        List<String> manifests = new ArrayList<>(LatestKeys.of(store, layout.manifests(), wanted));
        List<String> letters = LatestKeys.of(store, layout.deadLetters(), most);
        List<String> all = new ArrayList<>(manifests);
        all.addAll(letters);
        Map<String, LakeStore.Version> documents = store.readAll(all);
        NavigableMap<String, PastRun> runs = new TreeMap<>();
        Long before = null;
        for (String key : manifests) {
            LakeStore.Version found = documents.get(key);
            if (found != null) {
                PastRun run = published(table, key, found, state, before);
                runs.put(run.run(), run);
                before = run.rows() == null ? before : run.rows();
            }
        }
        for (String key : letters) {
            LakeStore.Version found = documents.get(key);
            if (found != null) {
                PastRun failed = failed(table, key, found);
                runs.merge(failed.run(), failed, History::both);
            }
        }
        return runs.descendingMap().values().stream().limit(most).toList();
    }

    private static PastRun published(
            String table, String key, LakeStore.Version found, State state, @Nullable Long before) {
        Optional<JsonNode> read = document(found);
        String run = RunId.atStartOf(key.substring(key.lastIndexOf('/') + 1));
        if (read.isEmpty()) {
            return unreadable(table, run, key);
        }
        JsonNode manifest = read.get();
        Long rows = number(manifest, "rows");
        String attempt = manifest.path("attempt").asText();
        return new PastRun(
                table,
                run,
                outcome(state, run, attempt),
                text(manifest, "finished"),
                rows,
                rows == null || before == null ? null : Long.valueOf(rows - before),
                number(manifest, "rowsRejected"),
                number(manifest, "bytes"),
                manifest.path("files").size(),
                seconds(manifest),
                null,
                null,
                key);
    }

    private static Outcome outcome(State state, String run, String attempt) {
        if (state.isOf(run, attempt)) {
            return Outcome.CURRENT;
        }
        return state.kept().stream().anyMatch(kept -> kept.isOf(run, attempt)) ? Outcome.KEPT : Outcome.PUBLISHED;
    }

    private static PastRun failed(String table, String key, LakeStore.Version found) {
        Optional<JsonNode> read = document(found);
        String run = RunId.atStartOf(key.substring(key.lastIndexOf('/') + 1));
        if (read.isEmpty()) {
            return unreadable(table, run, key);
        }
        JsonNode letter = read.get();
        return new PastRun(
                table,
                run,
                Outcome.FAILED,
                text(letter, "at"),
                null,
                null,
                null,
                null,
                null,
                null,
                text(letter, "code"),
                text(letter, "error"),
                key);
    }

    private static PastRun unreadable(String table, String run, String key) {
        return new PastRun(
                table,
                run,
                Outcome.UNREADABLE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                key + " is no JSON document of Caravan. Find out who else writes there, and remove it.",
                key);
    }

    /** A run that failed after it was published: its crawler did. */
    private static PastRun both(PastRun published, PastRun failed) {
        return new PastRun(
                published.table(),
                published.run(),
                published.outcome(),
                published.at(),
                published.rows(),
                published.change(),
                published.rowsRejected(),
                published.bytes(),
                published.files(),
                published.seconds(),
                failed.code(),
                failed.error(),
                published.document());
    }

    private static Optional<JsonNode> document(LakeStore.Version found) {
        try {
            return Optional.of(Json.tree(found.bytes())).filter(JsonNode::isObject);
        } catch (ExportException e) {
            return Optional.empty();
        }
    }

    /** The steps; of documents of earlier builds, from the plan to the end. */
    private static @Nullable Double seconds(JsonNode manifest) {
        JsonNode steps = manifest.path("seconds");
        if (steps.isObject()) {
            double sum = steps.path("plan").asDouble()
                    + steps.path("read").asDouble()
                    + steps.path("publish").asDouble();
            return Math.round(sum * MILLIS) / MILLIS;
        }
        return LastPublication.moment(manifest.path("started").asText())
                .flatMap(started -> LastPublication.moment(
                                manifest.path("finished").asText())
                        .map(finished -> Duration.between(started, finished).toMillis() / MILLIS))
                .orElse(null);
    }

    private static @Nullable Long number(JsonNode document, String field) {
        return document.path(field).isNumber()
                ? Long.valueOf(document.path(field).asLong())
                : null;
    }

    private static @Nullable String text(JsonNode document, String field) {
        return document.path(field).isTextual() ? document.path(field).asText() : null;
    }
}

package dev.caravan.bench.contender;

import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.Standing;
import dev.caravan.error.Count;
import dev.caravan.plan.Verification;
import java.util.List;

/** Caravan as a pod has it: a process that has exported before. */
final class WarmCaravan implements Contender {
    private final Kind kind;
    private final Places places;
    private final int readers;
    private final TableFiles files;
    private final Standing pod;

    WarmCaravan(Kind kind, Places places, List<BenchTable> tables, int readers) {
        this.kind = kind;
        this.places = places;
        this.readers = readers;
        files = TableFiles.ofCaravan(
                places.fresh("routes-" + name()),
                tables,
                readers,
                isChecked() ? Verification.CHECKSUM : Verification.ROWS);
        pod = new Standing(places.product(
                ExportOnOrder.class, files.folder().toString(), places.config().toString()));
    }

    @Override
    public String name() {
        return kind.name(readers);
    }

    @Override
    public String label() {
        return "Caravan, warm, " + Count.of(readers, "reader") + (isChecked() ? ", verify: checksum" : "");
    }

    private boolean isChecked() {
        return kind == Kind.CARAVAN_CHECKSUM;
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public boolean isCaravan() {
        return true;
    }

    @Override
    public Cost run(LoadedTable table) {
        Cost cost = pod.run(files.id(table.table()));
        Answers.read(cost);
        return cost;
    }

    @Override
    public Output output(LoadedTable table) {
        return Output.ofFolder(places.bucket().resolve(files.id(table.table())));
    }

    @Override
    public void close() {
        pod.close();
    }
}

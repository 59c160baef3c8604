package dev.caravan.bench.contender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.Standing;
import dev.caravan.error.Count;

/** The floor: what the server needs to send a table in binary, to somebody who only reads it. */
final class Copy implements Contender {
    private final int connections;
    private final Standing reader;
    private Output output = new Output(0, 0, null);

    Copy(Places places, int connections) {
        this.connections = connections;
        this.reader = new Standing(places.small(CopyReader.class));
    }

    @Override
    public String name() {
        return Kind.COPY.name(connections);
    }

    @Override
    public String label() {
        return "COPY BINARY to nowhere, " + Count.of(connections, "connection");
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public Cost run(LoadedTable table) {
        Cost cost = reader.run(String.join("\t", CopyHalves.statements(table, connections)));
        JsonNode read = Answers.read(cost);
        output = new Output(read.get("rows").asLong(), read.get("bytes").asLong(), null);
        return cost;
    }

    @Override
    public Output output(LoadedTable table) {
        return output;
    }

    @Override
    public void close() {
        reader.close();
    }
}

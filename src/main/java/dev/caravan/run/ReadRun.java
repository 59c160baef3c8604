package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.plan.TableRun;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValues;
import dev.caravan.write.DataFile;
import java.time.Duration;
import java.util.List;

/**
 * What a run has brought, when its reads have ended.
 *
 * @param plan of the run
 * @param listFields the columns of a run whose rows came as lists; none for one whose plan has them
 * @param rowsRead as the readers counted them
 * @param badValues what became of those that could not be held
 * @param files all files of the run
 * @param chunks what each connection has read; none for a run whose rows came as lists
 * @param sums what the values of the files add up to, column by column, as PostgreSQL says too; none when that is not proven
 * @param reading from the plan until now
 */
public record ReadRun(
        TableRun plan,
        List<Field> listFields,
        long rowsRead,
        BadValues badValues,
        List<DataFile> files,
        List<ReadChunk> chunks,
        List<ColumnSum> sums,
        Duration reading) {
    public ReadRun {
        listFields = List.copyOf(listFields);
        files = List.copyOf(files);
        chunks = List.copyOf(chunks);
        sums = List.copyOf(sums);
    }
}

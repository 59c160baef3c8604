package dev.caravan.aws;

import dev.caravan.lake.CatalogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.GlueResponse;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;

/**
 * Requests that change several partitions of a table, each of which may fail alone.
 *
 * <p>How many one request takes: <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html">create</a>,
 * <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_BatchUpdatePartition.html">update</a> and
 * <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_BatchDeletePartition.html">delete</a>.
 */
final class GluePartitionBatches {
    /** What one request creates or updates. */
    static final int MOST_WRITTEN = 100;
    /** What one request deletes. */
    static final int MOST_DELETED = 25;

    private static final String TAKEN = "AlreadyExistsException";
    private static final String GONE = "EntityNotFoundException";

    private final GlueClient glue;
    private final CatalogEntry entry;

    GluePartitionBatches(GlueClient glue, CatalogEntry entry) {
        this.glue = glue;
        this.entry = entry;
    }

    /**
     * Creates partitions, {@value #MOST_WRITTEN} at most.
     *
     * @return the values of those that exist already, which are left as they are
     */
    List<List<String>> create(List<PartitionInput> inputs) {
        var answer = glue.batchCreatePartition(request -> request.catalogId(entry.catalogId())
                .databaseName(entry.database())
                .tableName(entry.table())
                .partitionInputList(inputs));
        List<List<String>> taken = new ArrayList<>();
        answer.errors().forEach(error -> {
            require(answer, "Creating", error.partitionValues(), error.errorDetail(), TAKEN);
            taken.add(error.partitionValues());
        });
        return taken;
    }

    /**
     * Changes partitions, {@value #MOST_WRITTEN} at most.
     *
     * @return the values of those that do not exist
     */
    List<List<String>> update(List<PartitionInput> inputs) {
        var answer = glue.batchUpdatePartition(request -> request.catalogId(entry.catalogId())
                .databaseName(entry.database())
                .tableName(entry.table())
                .entries(inputs.stream()
                        .map(input -> BatchUpdatePartitionRequestEntry.builder()
                                .partitionValueList(input.values())
                                .partitionInput(input)
                                .build())
                        .toList()));
        List<List<String>> gone = new ArrayList<>();
        answer.errors().forEach(error -> {
            require(answer, "Changing", error.partitionValueList(), error.errorDetail(), GONE);
            gone.add(error.partitionValueList());
        });
        return gone;
    }

    /** Deletes partitions, {@value #MOST_DELETED} at most. One that does not exist is deleted already. */
    void delete(List<List<String>> partitions) {
        var answer = glue.batchDeletePartition(request -> request.catalogId(entry.catalogId())
                .databaseName(entry.database())
                .tableName(entry.table())
                .partitionsToDelete(partitions.stream()
                        .map(values ->
                                PartitionValueList.builder().values(values).build())
                        .toList()));
        answer.errors()
                .forEach(error -> require(answer, "Removing", error.partitionValues(), error.errorDetail(), GONE));
    }

    /** Fails as Glue would fail a request for this partition alone, unless it is the expected error. */
    private static void require(
            GlueResponse answer, String act, List<String> values, ErrorDetail detail, String expected) {
        Optional<ErrorDetail> error = Optional.ofNullable(detail);
        String code = error.map(ErrorDetail::errorCode).orElse("");
        if (expected.equals(code)) {
            return;
        }
        SdkHttpResponse http = answer.sdkHttpResponse();
        throw GlueException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Glue")
                        .errorCode(code)
                        .errorMessage(act + " partition " + values + ": "
                                + error.map(ErrorDetail::errorMessage).orElse("no further message"))
                        .sdkHttpResponse(http)
                        .build())
                .statusCode(http == null ? 0 : http.statusCode())
                .requestId(
                        answer.responseMetadata() == null
                                ? null
                                : answer.responseMetadata().requestId())
                .build();
    }
}

package dev.caravan.proof;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType;

/** Adds up the hashes of the values that a reader of a column hands over; those of a dictionary are hashed once. */
final class LeafSum extends PrimitiveConverter {
    private final LeafHash hash;
    private final PrimitiveType type;
    private final HashSum sum = new HashSum();
    private long[] ofDictionary = {};

    LeafSum(PrimitiveType type) {
        this.type = type;
        this.hash = LeafHash.of(type.getPrimitiveTypeName(), type.getLogicalTypeAnnotation());
    }

    HashSum sum() {
        return sum;
    }

    @Override
    public boolean hasDictionarySupport() {
        return type.getPrimitiveTypeName() != PrimitiveType.PrimitiveTypeName.BOOLEAN;
    }

    @Override
    public void setDictionary(Dictionary dictionary) {
        ofDictionary = new long[dictionary.getMaxId() + 1];
        for (int id = 0; id < ofDictionary.length; id++) {
            ofDictionary[id] = switch (type.getPrimitiveTypeName()) {
                case INT32 -> hash.of(dictionary.decodeToInt(id));
                case INT64 -> hash.of(dictionary.decodeToLong(id));
                case FLOAT -> hash.of((double) dictionary.decodeToFloat(id));
                case DOUBLE -> hash.of(dictionary.decodeToDouble(id));
                case BOOLEAN -> hash.of(dictionary.decodeToBoolean(id));
                case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> hash.of(dictionary.decodeToBinary(id));
            };
        }
    }

    @Override
    public void addValueFromDictionary(int id) {
        sum.add(ofDictionary[id]);
    }

    @Override
    public void addInt(int value) {
        sum.add(hash.of(value));
    }

    @Override
    public void addLong(long value) {
        sum.add(hash.of(value));
    }

    @Override
    public void addFloat(float value) {
        sum.add(hash.of((double) value));
    }

    @Override
    public void addDouble(double value) {
        sum.add(hash.of(value));
    }

    @Override
    public void addBoolean(boolean value) {
        sum.add(hash.of(value));
    }

    @Override
    public void addBinary(Binary value) {
        sum.add(hash.of(value));
    }
}

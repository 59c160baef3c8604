package dev.caravan.records;

import dev.caravan.batch.ListVector;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import dev.caravan.source.SourceFailure;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that have parts. */
public final class NestedTypes {
    private NestedTypes() {}

    static ValueType list(ValueType element) {
        return ValueType.of(new Target.ListOf(element.target()), (value, out) -> {
            ListVector lists = (ListVector) out;
            for (Object each : elements(value)) {
                element.append(each, lists.elements());
            }
            lists.endList();
        });
    }

    static ValueType map(ValueType values) {
        return ValueType.of(new Target.MapOf(Target.STRING, values.target()), (value, out) -> {
            if (!(value instanceof Map<?, ?> map)) {
                throw ShapeMisfit.value(value, "a map is needed");
            }
            ListVector lists = (ListVector) out;
            StructVector entries = (StructVector) lists.elements();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Leaves.STRING.append(entry.getKey(), entries.fields().get(0));
                values.append(entry.getValue(), entries.fields().get(1));
                entries.endStruct();
            }
            lists.endList();
        });
    }

    static ValueType struct(RowType type) {
        return ValueType.of(new Target.StructOf(type.fields()), (value, out) -> {
            StructVector structs = (StructVector) out;
            type.append(Row.of(value), structs.fields());
            structs.endStruct();
        });
    }

    /** Whether {@link #elements} takes such a value. */
    static boolean isList(Object value) {
        return value instanceof Array || value instanceof Object[] || value instanceof Collection;
    }

    static Collection<? extends @Nullable Object> elements(Object value) {
        if (value instanceof Array array) {
            try {
                return elements(array.getArray());
            } catch (SQLException e) {
                throw SourceFailure.of(e, "an array");
            }
        }
        if (value instanceof Object[] array) {
            List<@Nullable Object> list = Arrays.asList(array);
            return list;
        }
        if (value instanceof Collection<?> collection) {
            return collection;
        }
        throw ShapeMisfit.value(value, "a list is needed");
    }
}

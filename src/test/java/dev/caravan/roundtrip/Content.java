package dev.caravan.roundtrip;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader found in Parquet files.
 *
 * @param shapes the columns, in their order
 * @param rows a value is null, a String (a leaf), a List (list, or struct by position) or a Map
 */
public record Content(Map<String, Shape> shapes, List<List<@Nullable Object>> rows) {

    /** A type as a reader sees it. */
    public sealed interface Shape {
        /** The SQL of this type with every leaf as text; a leaf that is binary stays, as its text form is. */
        String asText();
    }

    /** A type without parts, by DuckDB's name of it. */
    public record Leaf(String name) implements Shape {
        @Override
        public String asText() {
            return name.equals("VARIANT") ? "JSON" : "VARCHAR";
        }
    }

    /** A list. */
    public record ListOf(Shape element) implements Shape {
        @Override
        public String asText() {
            return element.asText() + "[]";
        }
    }

    /** A struct. */
    public record StructOf(Map<String, Shape> fields) implements Shape {
        @Override
        public String asText() {
            StringBuilder text = new StringBuilder("STRUCT(");
            fields.forEach((name, shape) -> text.append(text.length() == 7 ? "" : ", ")
                    .append('"')
                    .append(name.replace("\"", "\"\""))
                    .append("\" ")
                    .append(shape.asText()));
            return text.append(')').toString();
        }
    }

    /** A map. */
    public record MapOf(Shape key, Shape value) implements Shape {
        @Override
        public String asText() {
            return "MAP(" + key.asText() + ", " + value.asText() + ")";
        }
    }
}

package dev.caravan.plan;

import dev.caravan.types.SqlForm;
import java.io.Serializable;

/** What a SELECT has in place of a column whose values must not leave the server. */
sealed interface MaskedValue extends Serializable {
    /** What stands in place of a value. */
    String value();

    /** What is sent for the column. */
    String sent(SqlForm form);

    /** The same as text. */
    String text();

    /** NULL, and nothing of the column. */
    record Nothing() implements MaskedValue {
        @Override
        public String value() {
            return "NULL";
        }

        @Override
        public String sent(SqlForm form) {
            return "NULL";
        }

        @Override
        public String text() {
            return "NULL::pg_catalog.text";
        }
    }

    /** What an expression makes of the column. */
    record Expression(String sql) implements MaskedValue {
        @Override
        public String value() {
            return "(" + sql + ")";
        }

        @Override
        public String sent(SqlForm form) {
            return form.of(value());
        }

        @Override
        public String text() {
            return value() + "::pg_catalog.text";
        }
    }
}

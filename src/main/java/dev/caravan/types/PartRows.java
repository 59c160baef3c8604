package dev.caravan.types;

import dev.caravan.types.Choice.Kind;
import dev.caravan.types.PgType.Array;
import dev.caravan.types.PgType.Attribute;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.PgType.Composite;
import dev.caravan.types.PgType.Domain;
import dev.caravan.types.PgType.Enumeration;
import dev.caravan.types.PgType.Multirange;
import dev.caravan.types.PgType.Range;
import java.util.List;

/** The rows of the type map for types that have parts or are made by users, each shown by an example that the map itself maps. */
final class PartRows {
    private static final PgType INT = new Base("int4", Base.BUILT_IN, -1, "int4");
    private static final PgType TEXT = new Base("text", Base.BUILT_IN, -1, "text");
    private static final PgType POINT = new Base("point", Base.BUILT_IN, -1, "point");

    private PartRows() {}

    static List<TypeRow> all() {
        PgType range = new Range(INT, "int4range");
        PgType multirange = new Multirange(INT, "int4multirange");
        return List.of(
                row("enum", new Enumeration("enum"), "its label"),
                row(
                        "domain over int4",
                        new Domain(INT, "domain"),
                        "as the type that it is over, also through several domains"),
                row(
                        "int4[]",
                        new Array(INT, 1, "int4[]"),
                        "a list of what the element becomes; elements may be NULL. Lower bounds other than 1 are not kept."
                                + " Choices are those of the element; text is the whole array as text"),
                row(
                        "int4[][]",
                        new Array(INT, 2, "int4[][]"),
                        "lists in lists, as deep as the column declares; a value of other dimensions is a bad value. A dump"
                                + " restores int4[][] as int4[], a view has it as int4[]: choose array(2)"),
                row(
                        "composite (a int4, b text)",
                        new Composite(List.of(new Attribute("a", INT), new Attribute("b", TEXT)), "composite"),
                        "also the row type of a table. In an array of several dimensions it is read as text if it has a part that is"
                                + " not read in binary"),
                row(
                        "composite (a int4, p point)",
                        new Composite(List.of(new Attribute("a", INT), new Attribute("p", POINT)), "composite"),
                        "a composite with a part that is not read in binary is made anew by the server"),
                row(
                        "range",
                        range,
                        "[1,10), empty or (,5]; struct has lower, upper, lower_inc, upper_inc, empty. So every type made with"
                                + " CREATE TYPE … AS RANGE"),
                row("multirange", multirange, "{[1,3),[5,8)}; struct is a list of structs"),
                row(
                        "any other type",
                        new Base("other", "", -1, "other"),
                        "the server's own cast to text; so pseudo-types that a query may return (record, anyarray)"));
    }

    private static TypeRow row(String shown, PgType type, String note) {
        List<Kind> choices =
                TypeMap.choices(type).stream().filter(kind -> kind != Kind.TEXT).toList();
        return TypeRow.of(shown, "", TypeMap.of(type), choices, note);
    }
}

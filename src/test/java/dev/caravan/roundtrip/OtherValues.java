package dev.caravan.roundtrip;

import java.util.List;

/** Addresses, shapes, places in the log, names of things, ranges and what extensions bring. */
final class OtherValues {
    /** What the struct of a range holds. */
    private static final String BOUNDS =
            "CASE WHEN v IS NOT NULL THEN ROW(lower(v), upper(v), lower_inc(v), upper_inc(v), isempty(v)) END";

    private OtherValues() {}

    static final List<Values> ALL = List.of(
            Values.of("inet")
                    .value("0.0.0.0", "least")
                    .value("255.255.255.255", "greatest of version 4")
                    .value("192.168.1.5/24", "a host in its network")
                    .value("10.0.0.0/0", "the widest network")
                    .value("::", "least of version 6")
                    .value("::1", "a run of zeros")
                    .value("::ffff:1.2.3.4", "version 4 inside version 6")
                    .value("::ffff:1.2.3.4/96", "with its network")
                    .value("1:0:0:2:0:0:0:3", "the longer run of zeros is shortened")
                    .value("2001:db8:0:1:1:1:1:1", "a single zero is not shortened")
                    .value("fe80::1:0:0:0:0/64", "a run of zeros at the end")
                    .value("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127", "greatest")
                    .beyond("256.0.0.0", "one above the greatest byte"),
            Values.of("cidr")
                    .value("10.0.0.0/8", "a network")
                    .value("192.168.1.5/32", "a single host keeps its /32")
                    .value("0.0.0.0/0", "everything")
                    .value("2001:db8::/32", "version 6")
                    .value("::/0", "everything in version 6")
                    .value("::1/128", "a single host of version 6")
                    .beyond("10.0.0.1/8", "bits behind the mask"),
            Values.of("macaddr").value("00:00:00:00:00:00", "least").value("08-00-2b-01-02-ff", "another notation"),
            Values.of("macaddr8")
                    .value("08:00:2b:ff:fe:01:02:03", "eight bytes")
                    .value("08:00:2b:01:02:03", "six made eight"),
            Values.of("pg_lsn")
                    .value("0/0", "least")
                    .value("16/B374D848", "a place")
                    .value("FFFFFFFF/FFFFFFFF", "greatest"),
            Values.of("txid_snapshot")
                    .value("10:20:10,14,15", "transactions in progress")
                    .value("1:1:", "none in progress"),
            Values.of("pg_snapshot").since(13).value("10:20:10,14,15", "transactions in progress"),
            Values.of("tid").value("(0,1)", "a row's place").value("(4294967295,65535)", "greatest"),
            Values.of("regclass")
                    .value("pg_catalog.pg_class", "a table")
                    .sql("99999999::oid::regclass", "one that is gone"),
            Values.of("regtype").value("int4", "a type"),
            Values.of("regproc").value("pg_catalog.now", "a function"),
            Values.of("regprocedure").value("pg_catalog.abs(int4)", "a function by its arguments"),
            Values.of("regoper").value("pg_catalog.||/", "an operator"),
            Values.of("regoperator").value("pg_catalog.+(int4,int4)", "an operator by its operands"),
            Values.of("regnamespace").value("pg_catalog", "a schema"),
            Values.of("regrole").value("postgres", "a role"),
            Values.of("regconfig").value("english", "a text search configuration"),
            Values.of("regdictionary").value("simple", "a text search dictionary"),
            Values.of("regcollation").since(13).value("\"C\"", "a collation"),
            Values.of("int2vector")
                    .alone("::int8[]")
                    .value("1 2 3", "the catalogs' own list")
                    .value("", "empty"),
            Values.of("oidvector")
                    .alone("::int8[]")
                    .value("1 4294967295", "the catalogs' own list")
                    .value("", "empty"),
            Values.of("refcursor").value("c1", "a cursor").value("Odd \"cursor\"", "quotes"),
            Values.of("aclitem").value("postgres=r*w/postgres", "privileges").value("=r/postgres", "of everybody"),
            Values.of("point")
                    .value("(0,0)", "origin")
                    .value("(-1.5,1e300)", "a large one")
                    .value("(NaN,Infinity)", "nowhere"),
            Values.of("line").value("{1,-1,0}", "a slope").value("{0.1,0.2,0.30000000000000004}", "seventeen digits"),
            Values.of("lseg").value("[(0,0),(1,1)]", "a segment"),
            Values.of("box")
                    .delimiter(';')
                    .value("((0,0),(1,1))", "corners are sorted")
                    .value("(1,1),(1,1)", "a point"),
            Values.of("path").value("[(0,0),(1,1)]", "open").value("((0,0),(1,1),(2,0))", "closed"),
            Values.of("polygon").value("((0,0),(1,1),(2,0))", "a triangle"),
            Values.of("circle").value("<(0,0),1>", "the unit circle").value("<(1.5,-2.5),0>", "a point"),
            Values.of("int4range")
                    .value("empty", "nothing")
                    .value("(,)", "everything")
                    .value("[1,5]", "made half open by PostgreSQL")
                    .value("(,5)", "no lower bound")
                    .value("[5,)", "no upper bound")
                    .value("[2147483646,2147483647)", "the greatest bound")
                    .beyond("[5,1]", "bounds in the wrong order")
                    .as("struct", BOUNDS, "true"),
            Values.of("int8range")
                    .value("[-9223372036854775808,9223372036854775807)", "widest")
                    .as("struct", BOUNDS, "true"),
            Values.of("numrange")
                    .value("[1.10,2.20]", "closed, and a trailing zero")
                    .value("(1,2)", "open")
                    .value("(1,)", "no upper bound"),
            Values.of("tsrange")
                    .value("[2024-01-01 00:00:00,2024-12-31 23:59:59.999999]", "a year")
                    .value("[-infinity,infinity]", "infinite bounds are bounds")
                    .as("struct", BOUNDS, "upper(v) < 'infinity'"),
            Values.of("tstzrange")
                    .value("[2024-01-01 00:00:00+05:45,)", "printed in UTC")
                    .as("struct", BOUNDS, "true"),
            Values.of("daterange")
                    .value("[2024-01-01,2024-12-31]", "made half open by PostgreSQL")
                    .as("struct", BOUNDS, "true"),
            Values.of("floatrange")
                    .setup("CREATE TYPE floatrange AS RANGE (subtype = float8)")
                    .value("[0.1,0.30000000000000004)", "a range of the user's own"),
            Values.of("int4multirange")
                    .since(14)
                    .value("{}", "empty")
                    .value("{[1,5],[10,20)}", "two ranges")
                    .value("{(,1),(5,)}", "all but a piece"),
            Values.of("nummultirange").since(14).value("{[1.10,2.20),(3,4]}", "two ranges"),
            Values.of("tsmultirange").since(14).value("{[2024-01-01,2024-01-02)}", "a day"),
            Values.of("tstzmultirange").since(14).value("{[2024-01-01 00:00+05:45,2024-01-02)}", "printed in UTC"),
            Values.of("datemultirange").since(14).value("{[2024-01-01,2024-01-02]}", "two days"),
            Values.of("int8multirange").since(14).value("{[1,2)}", "one"),
            Values.of("hstore")
                    .setup("CREATE EXTENSION IF NOT EXISTS hstore")
                    .value("", "empty")
                    .value("a=>1, b=>NULL", "a value that is NULL")
                    .value("\"\"=>\"\"", "empty key and value")
                    .value("\"a\"=>\"NULL\"", "the word is not NULL")
                    .value("\"k \\\"q\\\" \\\\\"=>\"ä => , {}\"", "quotes, backslashes and separators"),
            Values.of("ltree")
                    .setup("CREATE EXTENSION IF NOT EXISTS ltree")
                    .value("", "empty")
                    .value("Top.Countries.Europe_1", "a path"),
            Values.of("lquery").setup("CREATE EXTENSION IF NOT EXISTS ltree").value("Top.*{1,2}.!a|b@", "a pattern"),
            Values.of("ltxtquery")
                    .setup("CREATE EXTENSION IF NOT EXISTS ltree")
                    .value("Europe & Russia*@ & !Transportation", "a text query"),
            Values.of("cube")
                    .setup("CREATE EXTENSION IF NOT EXISTS cube")
                    .value("(1,2,3)", "a point")
                    .value("(0.1,0),(1,1)", "a box"),
            Values.of("seg")
                    .setup("CREATE EXTENSION IF NOT EXISTS seg")
                    .value("1.50 .. 2", "an extension nobody has heard of"),
            Values.of("isbn")
                    .setup("CREATE EXTENSION IF NOT EXISTS isn")
                    .value("978-0-393-04002-9", "an extension's number"));
}

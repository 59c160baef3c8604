package dev.caravan.roundtrip;

import java.util.List;

/** Numbers, booleans and the numbers of the system's own accounts. */
final class NumberValues {
    private NumberValues() {}

    private static final String NINES_38 = "9".repeat(38);

    static final List<Values> ALL = List.of(
            Values.of("bool").value("true", "true").value("false", "false").beyond("2", "no third value"),
            Values.of("int2")
                    .value("0", "zero")
                    .value("-1", "all bits set")
                    .value("-32768", "least")
                    .value("32767", "greatest")
                    .beyond("-32769", "one below the least")
                    .beyond("32768", "one above the greatest"),
            Values.of("int4")
                    .value("0", "zero")
                    .value("-1", "all bits set")
                    .value("-2147483648", "least")
                    .value("2147483647", "greatest")
                    .value("16777217", "the first integer that a float cannot hold")
                    .beyond("-2147483649", "one below the least")
                    .beyond("2147483648", "one above the greatest"),
            Values.of("int8")
                    .value("0", "zero")
                    .value("-9223372036854775808", "least")
                    .value("9223372036854775807", "greatest")
                    .value("9007199254740993", "the first integer that a double cannot hold")
                    .value("-9007199254740993", "its negative")
                    .beyond("-9223372036854775809", "one below the least")
                    .beyond("9223372036854775808", "one above the greatest"),
            Values.of("oid")
                    .value("0", "InvalidOid")
                    .value("2147483648", "the first beyond a signed integer")
                    .value("4294967295", "greatest")
                    .beyond("4294967296", "one above the greatest"),
            Values.of("xid")
                    .value("0", "none")
                    .value("3", "the first normal transaction")
                    .value("4294967295", "greatest"),
            Values.of("cid").value("0", "least").value("4294967295", "greatest"),
            Values.of("xid8")
                    .since(13)
                    .value("0", "none")
                    .value("4294967296", "the first of the second epoch")
                    .value("9223372036854775807", "greatest of a signed 64-bit number")
                    .value("9223372036854775808", "one above it")
                    .value("18446744073709551615", "greatest"),
            Values.of("float4")
                    .value("0", "zero")
                    .value("-0", "negative zero is another value")
                    .value("1.5", "exact in binary")
                    .value("0.1", "not exact in binary")
                    .value("3.4028235e38", "greatest")
                    .value("-3.4028235e38", "least")
                    .value("1.17549435e-38", "least normal")
                    .value("1e-45", "least subnormal")
                    .value("16777216", "the last of the unbroken integers")
                    .value("NaN", "not a number")
                    .value("Infinity", "infinity")
                    .value("-Infinity", "negative infinity")
                    .beyond("3.5e38", "one above the greatest")
                    .beyond("1e-46", "one below the least subnormal"),
            Values.of("float8")
                    .value("0", "zero")
                    .value("-0", "negative zero is another value")
                    .value("0.1", "not exact in binary")
                    .value("3.141592653589793", "sixteen digits")
                    .value("0.30000000000000004", "seventeen digits")
                    .value("1.7976931348623157e308", "greatest")
                    .value("-1.7976931348623157e308", "least")
                    .value("2.2250738585072014e-308", "least normal")
                    .value("4.9e-324", "least subnormal")
                    .value("9007199254740992", "the last of the unbroken integers")
                    .value("NaN", "not a number")
                    .value("Infinity", "infinity")
                    .value("-Infinity", "negative infinity")
                    .beyond("1.8e308", "one above the greatest"),
            Values.of("numeric(1,0)").value("0", "zero").value("-9", "least").value("9", "greatest"),
            Values.of("numeric(9,2)")
                    .value("0", "zero has no digits on the wire")
                    .value("0.01", "the smallest step")
                    .value("-0.01", "its negative")
                    .value("1.50", "a trailing zero")
                    .value("10000.00", "a digit of base 10,000 that is zero")
                    .value("9999999.99", "greatest of an INT32")
                    .value("-9999999.99", "least of an INT32")
                    .value("0.005", "rounded by PostgreSQL on its way in")
                    .beyond("10000000.00", "one above the greatest")
                    .refused("NaN", "NaN", "a decimal has none"),
            Values.of("numeric(9,9)")
                    .value("0.999999999", "all behind the point")
                    .value("0.000000001", "one step"),
            Values.of("numeric(10,0)")
                    .value("9999999999", "greatest of the first INT64")
                    .value("-9999999999", "least"),
            Values.of("numeric(18,0)")
                    .value("999999999999999999", "greatest of an INT64")
                    .value("-999999999999999999", "least of an INT64")
                    .value("100000000", "a digit, then zeros that are not sent")
                    .beyond("1000000000000000000", "one above the greatest")
                    .refused("NaN", "NaN", "a decimal has none"),
            Values.of("numeric(18,18)")
                    .value("0.999999999999999999", "greatest")
                    .value("-0.000000000000000001", "a step"),
            Values.of("numeric(19,0)")
                    .value("9999999999999999999", "greatest of the narrowest FIXED")
                    .value("0", "zero"),
            Values.of("numeric(38,0)")
                    .value(NINES_38, "greatest of all decimals")
                    .value("-" + NINES_38, "least of all decimals")
                    .value("0", "zero")
                    .value("-1", "filled up with ones")
                    .value("1", "filled up with zeros")
                    .refused("NaN", "NaN", "a decimal has none"),
            Values.of("numeric(38,38)")
                    .value("0." + NINES_38, "greatest")
                    .value("0." + "0".repeat(37) + "1", "one step"),
            Values.of("numeric(38,19)")
                    .value("9999999999999999999.9999999999999999999", "greatest")
                    .value("-0.0000000000000000001", "one step below zero"),
            Values.of("numeric(39,0)")
                    .value("9" + NINES_38, "one digit more than a decimal holds: as text")
                    .value("NaN", "text holds it"),
            Values.of("numeric(1000,500)")
                    .value("9".repeat(500) + "." + "9".repeat(500), "the widest that can be declared in every version")
                    .value("0", "prints all its zeros"),
            Values.of("numeric(3,-2)")
                    .since(15)
                    .value("99900", "greatest of a negative scale")
                    .value("100", "one step"),
            Values.of("numeric(2,5)").since(15).value("0.00099", "greatest where scale exceeds precision"),
            Values.of("numeric")
                    .value("0", "zero")
                    .value("0.00", "zero with a scale")
                    .value("1.10", "a trailing zero is kept")
                    .value("-0.0001", "one digit of base 10,000 behind the point")
                    .value("0.00010001", "two of them")
                    .value("100000000000000000000", "zeros that are not sent")
                    .value(NINES_38 + NINES_38, "more than any decimal")
                    .value("1e-16383", "the finest")
                    .sql("('1' || repeat('0', 131071))::numeric", "the greatest magnitude")
                    .value("NaN", "not a number")
                    .value(14, "Infinity", "infinity")
                    .value(14, "-Infinity", "negative infinity")
                    .as("decimal(38,10)", "v::numeric(38,10)", "v > -1e28 AND v < 1e28 AND scale(v) <= 10"),
            Values.of("money")
                    .value("0", "zero")
                    .value("-92233720368547758.08", "least")
                    .value("92233720368547758.07", "greatest")
                    .value("-0.01", "one cent below zero")
                    .beyond("92233720368547758.08", "one above the greatest")
                    .as("decimal(38,4)"));
}

package dev.caravan.roundtrip;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random values as SQL expressions, for the types that have too many to list. */
final class RandomValues {
    private static final Pattern DECIMAL = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");
    private static final long FIRST_SECOND = -62_135_596_800L;
    private static final long LAST_SECOND = 253_402_300_799L;

    private RandomValues() {}

    static Optional<Arbitrary<String>> of(String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            return cast(decimals(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))), type);
        }
        return switch (type) {
            case "int2" -> cast(Arbitraries.shorts().map(String::valueOf), type);
            case "int4" -> cast(Arbitraries.integers().map(String::valueOf), type);
            case "int8" -> cast(Arbitraries.longs().map(String::valueOf), type);
            case "oid" -> cast(Arbitraries.integers().map(Integer::toUnsignedString), type);
            case "float4" ->
                cast(Arbitraries.integers().map(Float::intBitsToFloat).map(String::valueOf), type);
            case "float8" ->
                cast(Arbitraries.longs().map(Double::longBitsToDouble).map(String::valueOf), type);
            case "numeric" -> cast(Arbitraries.integers().between(0, 60).flatMap(scale -> decimals(90, scale)), type);
            case "money" ->
                cast(
                        Arbitraries.longs()
                                .map(cents -> BigDecimal.valueOf(cents, 2).toPlainString()),
                        type);
            case "text", "varchar", "citext", "bpchar" -> cast(texts(), type);
            case "json", "jsonb" -> Optional.of(texts().map(text -> "to_json(" + quoted(text) + "::text)::" + type));
            case "bytea" ->
                cast(
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .map(bytes -> "\\x" + HexFormat.of().formatHex(bytes)),
                        type);
            case "uuid" ->
                cast(
                        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                                .as((a, b) -> new UUID(a, b).toString()),
                        type);
            case "date" -> cast(moments().map(moment -> moment.toLocalDate().toString()), type);
            case "time", "timetz" ->
                cast(moments().map(moment -> moment.toLocalTime().toString()), type);
            case "timestamp" -> cast(moments().map(String::valueOf), type);
            case "timestamptz" -> cast(moments().map(moment -> moment + "Z"), type);
            case "interval" ->
                cast(
                        Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), micros())
                                .as((months, days, micros) ->
                                        months + " months " + days + " days " + micros + " microseconds"),
                        type);
            default -> Optional.empty();
        };
    }

    private static Optional<Arbitrary<String>> cast(Arbitrary<String> texts, String type) {
        return Optional.of(texts.map(text -> quoted(text) + "::" + type));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("aZ09 ,;\"'\\{}()[]=>\t\nä€日").ofMaxLength(12);
    }

    private static Arbitrary<String> decimals(int precision, int scale) {
        BigInteger limit = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        return Arbitraries.bigIntegers().between(limit.negate(), limit).map(unscaled -> new BigDecimal(unscaled, scale)
                .toPlainString());
    }

    private static Arbitrary<Long> micros() {
        return Arbitraries.longs().between(-9_000_000_000_000_000L, 9_000_000_000_000_000L);
    }

    private static Arbitrary<LocalDateTime> moments() {
        return Combinators.combine(
                        Arbitraries.longs().between(FIRST_SECOND, LAST_SECOND),
                        Arbitraries.integers().between(0, 999_999))
                .as((second, micros) -> LocalDateTime.ofEpochSecond(second, micros * 1000, java.time.ZoneOffset.UTC));
    }
}

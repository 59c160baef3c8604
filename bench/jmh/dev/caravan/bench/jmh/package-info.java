/** Measures the way of one value; run it with {@code mvn -Pbench test}. */
package dev.caravan.bench.jmh;

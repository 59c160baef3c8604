package dev.caravan.option;

import java.util.Optional;

/** The type of a value: which texts are legal. */
public interface Form {

    /** What is legal, for tables in the documentation: {@code a whole number from 1 to 1000}. */
    String legal();

    /**
     * Checks a value.
     *
     * @param value without blanks around it; not empty
     * @return why it is not legal; empty if it is
     */
    Optional<Misfit> check(String value);
}

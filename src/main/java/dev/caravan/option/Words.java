package dev.caravan.option;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.Locale;

/** Constants of enums as users write and read them: in lower case. When they are read, upper and lower case do not count. */
public final class Words {
    private Words() {}

    /** The word for a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant that a word stands for.
     *
     * @param name what has the value, for the sentence: {@code drift}
     * @throws ExportException BAD_CONFIGURATION when there is no such word
     */
    public static <E extends Enum<E>> E read(Class<E> type, String name, String value) {
        String word = value.strip();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        Misfit misfit = OneOf.constants(type).check(word).orElseThrow();
        throw new ExportException(ErrorCode.BAD_CONFIGURATION, misfit.sentence(name, word), misfit.hint());
    }
}

package dev.caravan.bench.data;

import io.trino.tpch.TextPool;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Random;

/** Documents whose texts are cut from TPC-H's pool of sentences; the same ones on every machine. */
final class LongTexts {
    private static final String[] KINDS = {"article", "letter", "manual", "minutes", "paper", "report"};
    private static final String[] LANGUAGES = {"de", "en", "es", "fr", "it", "pl"};
    private static final LocalDate FIRST_DAY = LocalDate.of(1990, 1, 1);
    private static final int DAYS = 12_000;

    private final TextPool pool = TextPool.getDefaultTextPool();
    private final Random random = new Random(4);

    void send(CopyLines lines, long rows) throws SQLException {
        for (long id = 1; id <= rows; id++) {
            lines.add(line(id));
        }
    }

    private String line(long id) {
        LocalDate written = FIRST_DAY.plusDays(random.nextInt(DAYS));
        return String.join(
                "|",
                Long.toString(id),
                Integer.toString(random.nextInt(5_000)),
                KINDS[random.nextInt(KINDS.length)],
                LANGUAGES[random.nextInt(LANGUAGES.length)],
                Integer.toString(random.nextInt(5)),
                Integer.toString(1 + random.nextInt(400)),
                maybe(random.nextInt(5) + "." + (10 + random.nextInt(90))),
                Boolean.toString(random.nextBoolean()),
                written.toString(),
                written.plusDays(random.nextInt(1_000)) + " 12:" + (10 + random.nextInt(50)) + ":00+00",
                text(20, 80),
                maybe(text(20, 120)),
                text(200, 600),
                text(300, 900),
                maybe(text(300, 900)),
                text(300, 1_200),
                maybe(text(200, 900)),
                text(100, 400),
                text(2_500, 6_000));
    }

    /** One in ten is NULL. */
    private String maybe(String value) {
        return random.nextInt(10) == 0 ? "" : value;
    }

    private String text(int least, int most) {
        int length = least + random.nextInt(most - least);
        int begin = random.nextInt(pool.size() - length);
        return pool.getText(begin, begin + length);
    }
}

package dev.caravan.local;

import dev.caravan.local.machine.LocalPort;
import dev.caravan.local.postgres.LocalPostgres;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code caravan local} prints: a shell script, so that it can be pasted or sourced as it is. */
public record LocalSettings(LocalStack stack, boolean keepsFiles, Map<String, String> more) {
    private static final Map<Boolean, String> ENDING =
            Map.of(true, "stay at the end", false, "go at the end; --dir DIR keeps them");

    public String script() {
        StringBuilder script = new StringBuilder();
        line(script, "# The embedded stack is up; SIGTERM or Ctrl-C ends it.");
        line(script, "#   S3          " + stack.s3().endpoint() + "  bucket " + LocalStack.LAKE);
        line(script, "#   Glue        " + stack.glueEndpoint() + "  database " + LocalStack.LAKE);
        if (stack.hasPostgres()) {
            line(script, "#   PostgreSQL  " + stack.postgres().jdbcUrl());
        }
        line(script, "#   Files       " + stack.s3().folder().resolve(LocalStack.LAKE));
        line(script, "# The files " + ENDING.get(keepsFiles) + ".");
        line(script, "");
        Map<String, String> environment = new LinkedHashMap<>(stack.environment());
        environment.putAll(more);
        environment.forEach((name, value) -> line(script, "export " + name + "=" + quoted(value)));
        line(script, "# A token of other keys would go along with these.");
        line(script, "unset AWS_SESSION_TOKEN");
        line(script, "");
        line(script, "# Look into it, once the lines above are set:");
        line(
                script,
                "# aws --endpoint-url " + stack.s3().endpoint() + " s3 ls s3://" + LocalStack.LAKE + "/ --recursive");
        line(script, "# aws --endpoint-url " + stack.s3().endpoint() + " s3 cp FILE s3://" + LocalStack.LAKE + "/KEY");
        line(
                script,
                "# aws --endpoint-url " + stack.glueEndpoint() + " glue get-tables --database-name " + LocalStack.LAKE);
        if (stack.hasPostgres()) {
            line(
                    script,
                    "# PGPASSWORD=" + LocalPostgres.PASSWORD + " psql -h " + LocalPort.HOST + " -p "
                            + stack.postgres().port() + " -U " + LocalPostgres.USER);
        }
        return script.toString();
    }

    private static void line(StringBuilder script, String line) {
        script.append(line).append(System.lineSeparator());
    }

    private static String quoted(String value) {
        return value.matches("[\\w.:/@%+=,-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}

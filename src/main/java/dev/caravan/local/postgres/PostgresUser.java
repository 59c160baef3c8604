package dev.caravan.local.postgres;

import com.sun.security.auth.module.UnixSystem;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.machine.ProgramOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As whom PostgreSQL's programs run: they refuse to run as root. */
enum PostgresUser {
    /** As the user who started the JVM. */
    SELF(List.of()),
    /** Root with the files' ownership, in a user namespace where it looks like somebody else. */
    NAMESPACE(List.of("unshare", "-U")),
    /** The user {@code nobody}, who is given the server's folder. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")),
    /** The same where {@code setpriv} is missing. */
    RUN_AS_NOBODY(List.of("runuser", "-u", "nobody", "--"));

    private final List<String> prefix;

    PostgresUser(List<String> prefix) {
        this.prefix = prefix;
    }

    /**
     * The first that this machine allows.
     *
     * @throws ExportException when the JVM runs as root and the machine allows none
     */
    static PostgresUser allowed() {
        if (new UnixSystem().getUid() != 0) {
            return SELF;
        }
        for (PostgresUser user : List.of(NAMESPACE, NOBODY, RUN_AS_NOBODY)) {
            if (user.isAllowed()) {
                return user;
            }
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "PostgreSQL refuses to run as root, and none of unshare -U, setpriv and runuser works here to give it"
                        + " another user.",
                "Start Caravan as an ordinary user, or use a PostgreSQL of your own with CARAVAN_SOURCE_DEFAULT_URL.");
    }

    List<String> command(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }

    /** Gives the folder to the user who runs the server, where that is not the JVM's. */
    void own(Path folder) {
        if (this != NOBODY && this != RUN_AS_NOBODY) {
            return;
        }
        ProgramOutput given = ProgramOutput.of(List.of("chown", "-R", "65534:65534", folder.toString()));
        if (given.status() != 0) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The folder " + folder + " cannot be given to the user nobody: " + given.lastLines(1) + ".",
                    "Start Caravan as an ordinary user, or name another folder with --dir.");
        }
    }

    boolean isAllowed() {
        List<String> whoami = new ArrayList<>(prefix);
        whoami.addAll(List.of("id", "-u"));
        ProgramOutput uid = ProgramOutput.of(whoami);
        return uid.status() == 0 && !uid.text().strip().equals("0");
    }
}

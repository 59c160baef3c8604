package dev.caravan.local.glue;

/** A refusal as Glue words it: the exception type of its API and a sentence. */
final class GlueFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;

    GlueFault(String type, String message) {
        super(message);
        this.type = type;
    }

    static GlueFault notFound(String message) {
        return new GlueFault("EntityNotFoundException", message);
    }

    static GlueFault alreadyExists(String message) {
        return new GlueFault("AlreadyExistsException", message);
    }

    static GlueFault invalid(String message) {
        return new GlueFault("InvalidInputException", message);
    }

    /** A member of a request that is out of bounds. */
    static GlueFault validation(String member, String constraint) {
        return new GlueFault(
                "ValidationException",
                "1 validation error detected: Value at '" + Character.toLowerCase(member.charAt(0))
                        + member.substring(1) + "' failed to satisfy constraint: " + constraint);
    }

    static GlueFault crawlerRunning(String name) {
        return new GlueFault("CrawlerRunningException", "Crawler with name " + name + " has already started");
    }

    /** The name of the exception in Glue's API. */
    String type() {
        return type;
    }
}

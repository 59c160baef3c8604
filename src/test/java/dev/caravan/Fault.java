package dev.caravan;

import java.time.Duration;

/** What {@link FaultyProxy} does to a request instead of passing it on untouched. */
public sealed interface Fault {
    /** Answers in the server's place; the server never sees the request. */
    record Answer(int status, String contentType, String body) implements Fault {}

    /** Resets the connection; the server never sees the request. */
    record Reset() implements Fault {}

    /** Reads no byte more of the request's body and never answers. */
    record Hang() implements Fault {}

    /** Passes the request's body on in small pieces, with a pause behind each. */
    record Slow(int pieceBytes, Duration pause) implements Fault {}

    /** Waits, then passes the request on. */
    record Delay(Duration time) implements Fault {}

    /** Does something else first, then passes the request on. */
    record Meanwhile(Runnable act) implements Fault {}

    /** Does something, then resets the connection; the server never sees the request. */
    record Instead(Runnable act) implements Fault {}

    /** Passes so many bytes of the request's body on, then resets both connections. */
    record CutRequest(long bytes) implements Fault {}

    /** Passes so many bytes of the server's answer on, head included, then resets the client's connection. */
    record CutAnswer(long bytes) implements Fault {}

    /** Passes the request on with one bit changed in this byte of its body, counted from 0. */
    record FlipBit(long at) implements Fault {}

    /** An error as S3 words it, such as 503 {@code SlowDown} or 403 {@code AccessDenied}. */
    static Fault s3Error(int status, String code) {
        return new Answer(
                status,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + code
                        + " by the faulty proxy</Message></Error>");
    }

    /** An error as Glue words it, such as 400 {@code ThrottlingException}. */
    static Fault glueError(int status, String type) {
        return new Answer(
                status,
                "application/x-amz-json-1.1",
                "{\"__type\":\"" + type + "\",\"Message\":\"" + type + " by the faulty proxy\"}");
    }
}

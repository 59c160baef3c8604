package dev.caravan.local.glue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies AWS Signature Version 4, so that wrong keys fail here as they fail at AWS. */
final class SignatureCheck {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256\\s+Credential=([^/]+)/([^,]+),\\s*" + "SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]+)");

    private final String accessKey;
    private final String secretKey;

    SignatureCheck(String accessKey, String secretKey) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /**
     * Lets a request pass whose signature is the one of our keys.
     *
     * @throws GlueFault of the type that AWS gives for the fault
     */
    void verify(HttpExchange exchange, byte[] body) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null) {
            throw new GlueFault("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()) {
            throw new GlueFault("IncompleteSignatureException", "Authorization is not an AWS4-HMAC-SHA256 signature");
        }
        if (!parts.group(1).equals(accessKey)) {
            throw new GlueFault(
                    "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        String expected = signature(exchange, body, parts.group(2), parts.group(3));
        if (!MessageDigest.isEqual(bytes(expected), bytes(parts.group(4)))) {
            throw new GlueFault(
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you provided. "
                            + "Check your AWS Secret Access Key and signing method.");
        }
    }

    private String signature(HttpExchange exchange, byte[] body, String scope, String signedHeaders) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : signedHeaders.split(";")) {
            headers.put(name, value(exchange.getRequestHeaders(), name));
        }
        StringBuilder canonical = new StringBuilder()
                .append(exchange.getRequestMethod())
                .append('\n')
                .append(exchange.getRequestURI().getRawPath())
                .append("\n\n");
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(signedHeaders).append('\n').append(hash(body));
        String toSign = "AWS4-HMAC-SHA256\n" + value(exchange.getRequestHeaders(), "X-Amz-Date") + '\n' + scope + '\n'
                + hash(bytes(canonical.toString()));
        byte[] key = bytes("AWS4" + secretKey);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String value(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return String.join(",", values.stream().map(String::trim).toList());
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

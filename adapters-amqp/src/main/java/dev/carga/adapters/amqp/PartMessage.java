package dev.carga.adapters.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The message for a part: the body `{"upload":"<uuid>","part":3}`, and the trace in the header
/// `traceparent`, where tracing tools expect it. Versions without tracing read the body and ignore the
/// header.
///
/// The body is JSON, so that an operator can read it in the broker's console and send one by hand. A pattern
/// reads it, because two fields do not justify a JSON library in this module. Fields that a later version
/// appends are ignored.
final class PartMessage {

    private static final Pattern FORMAT = Pattern.compile(
            "\\s*\\{\\s*\"upload\"\\s*:\\s*\"([0-9a-fA-F-]{36})\"\\s*,\\s*\"part\"\\s*:\\s*([1-9][0-9]{0,8})"
                    + "\\s*(?:,[^{}]*)?}\\s*");

    /// In bytes, and the limit of the header in characters. Carga's messages are far shorter: a longer one
    /// comes from another program.
    private static final int MAX_LENGTH = 1_000;

    private static final int PERSISTENT = 2;

    private PartMessage() {}

    static byte[] body(PartRef part) {
        return ("{\"upload\":\"" + part.upload() + "\",\"part\":" + part.number() + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The message id identifies the part: two messages for one part have the same id.
    static AMQP.BasicProperties properties(TracedPart traced) {
        @Nullable TraceParent trace = traced.trace();
        return new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(traced.part().toString())
                .headers(trace == null ? null : Map.of(TraceParent.HEADER, trace.toString()))
                .appId("carga")
                .build();
    }

    /// Reads a message; empty if the body does not refer to a part.
    static Optional<TracedPart> read(byte[] body, @Nullable Map<String, Object> headers) {
        return read(body).map(part -> new TracedPart(part, trace(headers)));
    }

    /// Ignores an invalid header: the part is loaded anyway.
    private static @Nullable TraceParent trace(@Nullable Map<String, Object> headers) {
        return switch (headers == null ? null : headers.get(TraceParent.HEADER)) {
            case LongString text
            when text.length() <= MAX_LENGTH ->
                TraceParent.parse(text.toString()).orElse(null);
            case null, default -> null;
        };
    }

    private static Optional<PartRef> read(byte[] body) {
        if (body.length > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = FORMAT.matcher(new String(body, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(2));
        return UploadId.parse(matcher.group(1)).map(upload -> new PartRef(upload, number));
    }
}

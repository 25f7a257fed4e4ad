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

/// A part's reference on the wire: `{"upload":"<uuid>","part":3}`, and its trace in the header `traceparent`, where
/// instruments look for it. A version that knows nothing of the header reads the body alone.
///
/// JSON, so that an operator can read it in the broker's console and send one by hand; read by a pattern, since
/// this module needs no JSON library for two fields. Fields that a later version may append are passed over.
final class PartMessage {

    private static final Pattern FORM = Pattern.compile(
            "\\s*\\{\\s*\"upload\"\\s*:\\s*\"([0-9a-fA-F-]{36})\"\\s*,\\s*\"part\"\\s*:\\s*([1-9][0-9]{0,8})"
                    + "\\s*(?:,[^{}]*)?}\\s*");

    /// Far more than a message of ours: what is longer is somebody else's.
    private static final int LONGEST = 1_000;

    private static final int PERSISTENT = 2;

    private PartMessage() {}

    static byte[] body(PartRef part) {
        return ("{\"upload\":\"" + part.upload() + "\",\"part\":" + part.number() + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The id names the part, not the sending: two messages for one part have the same.
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

    static Optional<TracedPart> read(byte[] body, @Nullable Map<String, Object> headers) {
        return read(body).map(part -> new TracedPart(part, trace(headers)));
    }

    /// A header that is none of ours is passed over: who sent the message wants its part loaded all the same.
    private static @Nullable TraceParent trace(@Nullable Map<String, Object> headers) {
        return switch (headers == null ? null : headers.get(TraceParent.HEADER)) {
            case LongString text
            when text.length() <= LONGEST -> TraceParent.parse(text.toString()).orElse(null);
            case null, default -> null;
        };
    }

    private static Optional<PartRef> read(byte[] body) {
        if (body.length > LONGEST) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(new String(body, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(2));
        return UploadId.parse(matcher.group(1)).map(upload -> new PartRef(upload, number));
    }
}

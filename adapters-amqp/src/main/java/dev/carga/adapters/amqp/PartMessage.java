package dev.carga.adapters.amqp;

import com.rabbitmq.client.AMQP;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part's reference on the wire: `{"upload":"<uuid>","part":3}`.
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
    static AMQP.BasicProperties properties(PartRef part) {
        return new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(part.toString())
                .appId("carga")
                .build();
    }

    static Optional<PartRef> read(byte[] body) {
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

package dev.carga.adapters.http.settings;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that signs webhooks: the symmetric signature of Standard Webhooks (standardwebhooks.com, version 1).
/// Receivers
/// use it to verify who sent a message and when.
public final class WebhookSecret {

    /// Marks a key in Base64. Any other secret is the UTF-8 bytes of its text.
    private static final String PREFIX = "whsec_";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private WebhookSecret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// Empty if the text is empty or is not valid Base64 after `whsec_`.
    public static Optional<WebhookSecret> parse(String text) {
        try {
            byte[] key = text.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
                    : text.getBytes(StandardCharsets.UTF_8);
            return key.length == 0 ? Optional.empty() : Optional.of(new WebhookSecret(key));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The value of the header `webhook-signature`.
    ///
    /// @param id      of the message
    /// @param seconds since 1970, when it is sent
    public String signature(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    /// Hides the secret: settings may be logged.
    @Override
    public String toString() {
        return "***";
    }
}

package dev.carga.adapters.http.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What messages are signed with, so that whoever gets one knows that it comes from here, and when it was sent: the
/// symmetric signature of Standard Webhooks (standardwebhooks.com, version 1).
public final class WebhookSecret {

    /// Before a key in Base64; any other secret is taken by its letters.
    private static final String PREFIX = "whsec_";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private WebhookSecret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// Empty if there is no key in it.
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
    /// @param seconds since 1970
    public String signature(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    /// Without the secret: settings end up in logs.
    @Override
    public String toString() {
        return "***";
    }
}

package dev.carga.adapters.http.callback;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.domain.Nullable;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/// Whether and where to it is told that an upload has ended.
///
/// @param secret           null if nobody is to be told
/// @param privateAddresses whether also those may be called that are not of the internet
public record WebhookSettings(@Nullable WebhookSecret secret, boolean privateAddresses) {

    /// Nobody is told.
    public static final WebhookSettings OFF = new WebhookSettings(null, false);

    /// What can be said against the URL without asking whom its name leads to; null if nothing.
    ///
    /// @param url one that [UploadOption#WEBHOOK] takes
    @Nullable
    public Problem refusal(String url) {
        if (secret == null) {
            return Problem.WEBHOOKS_SWITCHED_OFF;
        }
        return privateAddresses || !isPrivate(URI.create(url).getHost()) ? null : Problem.WEBHOOK_NOT_ALLOWED;
    }

    private static boolean isPrivate(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        // RFC 6761, 6.3: means this machine and no other.
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        boolean literal = name.startsWith("[") || name.matches("[0-9.]+");
        try {
            return literal && !PublicAddresses.include(InetAddress.ofLiteral(name.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException _) {
            // Such as one that names a network card.
            return true;
        }
    }
}

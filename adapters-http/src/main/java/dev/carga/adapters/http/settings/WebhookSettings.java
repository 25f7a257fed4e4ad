package dev.carga.adapters.http.settings;

import dev.carga.domain.Nullable;
import java.net.InetAddress;
import java.util.Locale;

/// Whether webhooks are sent, and to which hosts.
///
/// @param secret           signs each message; null if no webhooks are sent
/// @param privateAddresses whether hosts with private addresses may be called, see [PublicAddresses]
public record WebhookSettings(@Nullable WebhookSecret secret, boolean privateAddresses) {

    /// No webhooks are sent.
    public static final WebhookSettings OFF = new WebhookSettings(null, false);

    /// Whether webhooks are sent.
    public boolean enabled() {
        return secret != null;
    }

    /// Whether the host of a webhook may be called, as far as that is known without resolving its name.
    ///
    /// @param host a name, or an address as a URL has it: IPv6 in brackets
    public boolean mayCall(String host) {
        return privateAddresses || !isPrivate(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isPrivate(String host) {
        // RFC 6761, 6.3: localhost is always this machine.
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        try {
            return literal && !PublicAddresses.include(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException _) {
            // For example an IPv6 address with the zone of a network interface.
            return true;
        }
    }
}

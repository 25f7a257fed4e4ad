package dev.carga.adapters.http;

import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.adapters.http.webhook.WebhookMessenger;
import dev.carga.application.notify.Messenger;
import java.io.IOException;
import java.time.InstantSource;

/// The sender of webhooks, with the connections that it holds until it is closed.
public final class Webhooks implements AutoCloseable {

    private final WebhookMessenger messenger;

    private Webhooks(WebhookMessenger messenger) {
        this.messenger = messenger;
    }

    /// Opens the sender.
    ///
    /// @param settings with a secret
    /// @throws IllegalArgumentException if webhooks are off
    public static Webhooks open(WebhookSettings settings, InstantSource clock) {
        return new Webhooks(new WebhookMessenger(settings, clock));
    }

    public Messenger messenger() {
        return messenger;
    }

    @Override
    public void close() throws IOException {
        messenger.close();
    }
}

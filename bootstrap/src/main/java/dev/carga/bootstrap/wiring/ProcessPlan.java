package dev.carga.bootstrap.wiring;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.bootstrap.settings.Settings;
import java.util.Optional;

/// What a process runs, decided by its role and settings before anything is opened.
///
/// @param http       how it listens; empty if it receives no files over HTTP
/// @param webhooks   how it sends webhooks; empty if it receives no files over HTTP, or has no key to sign with
/// @param loadsParts whether it subscribes to the queue and loads parts
record ProcessPlan(Optional<HttpSettings> http, Optional<WebhookSettings> webhooks, boolean loadsParts) {

    static ProcessPlan of(Settings settings) {
        Optional<HttpSettings> http =
                Optional.ofNullable(settings.http()).filter(_ -> settings.role().receives());
        return new ProcessPlan(
                http,
                http.map(HttpSettings::webhooks).filter(webhooks -> webhooks.secret() != null),
                settings.role().loads());
    }
}

package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.BaseUrl;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.receive.IdempotencyStore;

/// The two routes that receive files in one request.
///
/// Options such as `on_duplicate` are parameters of the URL or fields of the form. A file is received while it
/// arrives, so fields behind it are too late for it, see [LateOptions].
public record UploadRoutes(LegacyUploadRoute legacy, UploadRoute api) {

    public static UploadRoutes of(
            UploadReader reader,
            OptionRules rules,
            IdempotencyStore idempotencyStore,
            WithdrawUpload withdraw,
            HttpSettings settings) {
        UploadResponder responder = new UploadResponder(new LateOptions(withdraw), new BaseUrl(settings.publicUrl()));
        return new UploadRoutes(
                new LegacyUploadRoute(reader, rules, responder),
                new UploadRoute(reader, rules, responder, new Idempotency(idempotencyStore)));
    }
}

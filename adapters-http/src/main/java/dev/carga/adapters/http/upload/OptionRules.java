package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Predicate;

/// What this server requires of well-formed options.
///
/// @param uploadExists whether there is an upload with this id
public record OptionRules(WebhookSettings webhooks, Predicate<UploadId> uploadExists) {

    /// The options, if the server accepts them: webhooks must be on and their host allowed, and a corrected
    /// upload must exist.
    public RequestResult<UploadOptionValues> validate(UploadOptionValues options) {
        @Nullable URI webhook = options.get(UploadOption.WEBHOOK);
        if (webhook != null && !webhooks.enabled()) {
            return RequestResult.refused(Problem.WEBHOOKS_SWITCHED_OFF);
        }
        if (webhook != null && !webhooks.mayCall(webhook.getHost())) {
            return RequestResult.refused(Problem.WEBHOOK_NOT_ALLOWED);
        }
        @Nullable UploadId corrected = options.get(UploadOption.CORRECTS);
        if (corrected != null && !uploadExists.test(corrected)) {
            return RequestResult.refused(Problem.UNKNOWN_CORRECTED);
        }
        return RequestResult.of(options);
    }

    /// Receives files with the options in the URL, if the server accepts them.
    Reception receive(Context ctx, Function<UploadOptionValues, Reception> reading) {
        try {
            return switch (UploadOptionValues.inUrl(ctx).flatMap(this::validate)) {
                case RequestResult.Invalid<UploadOptionValues>(var problem) ->
                    new Reception.RequestRefused("", problem);
                case RequestResult.Valid<UploadOptionValues>(var options) -> reading.apply(options);
            };
        } catch (RuntimeException e) {
            return Reception.refused("", ErrorMapping.problemOf(e));
        }
    }
}

package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.BaseUrl;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.upload.OptionRules;
import dev.carga.adapters.http.upload.UploadReader;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.receive.ReceiveResumable;

/// Resumable uploads: tus 1.0.0 (<https://tus.io/protocols/resumable-upload>) with the extensions creation,
/// creation-with-upload, creation-defer-length, expiration, termination and checksum. One handler per
/// operation.
public record TusRoutes(
        TusOptions options,
        TusCreation creation,
        TusHead head,
        TusPatch patch,
        TusTermination termination,
        TusOverride override) {

    public static TusRoutes of(
            ReceiveResumable receive,
            WithdrawUpload withdraw,
            UploadReader reader,
            OptionRules rules,
            HttpSettings settings) {
        TusProtocol protocol = new TusProtocol(new BaseUrl(settings.publicUrl()));
        ActiveRequests active = new ActiveRequests();
        TusBodies bodies = new TusBodies(receive, reader, active);
        long maxBytes = settings.limits().fileBytes();
        TusHead head = new TusHead(protocol, receive, active);
        TusPatch patch = new TusPatch(protocol, bodies, active);
        TusTermination termination = new TusTermination(protocol, receive, withdraw, active);
        return new TusRoutes(
                new TusOptions(maxBytes),
                new TusCreation(protocol, receive, bodies, rules, maxBytes),
                head,
                patch,
                termination,
                new TusOverride(head, patch, termination));
    }
}

package dev.carga.adapters.http.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/// `POST /`, the predecessor's route: receives the first file of a multipart form. Repeated files are allowed.
public final class LegacyUploadRoute implements Handler {

    private final UploadReader reader;
    private final OptionRules rules;
    private final UploadResponder responder;

    LegacyUploadRoute(UploadReader reader, OptionRules rules, UploadResponder responder) {
        this.reader = reader;
        this.rules = rules;
        this.responder = responder;
    }

    @Override
    public void handle(Context ctx) {
        long start = System.nanoTime();
        Reception reception = rules.receive(
                ctx,
                options -> Multipart.refusal(ctx.req())
                        .map(problem -> Reception.refused("", problem))
                        .orElseGet(() -> reader.first(ctx.req(), options.allowingRepeats())));
        var _ = responder.respond(ctx, start, reception, LegacyUploadRoute::addMembers);
    }

    private static void addMembers(ObjectNode json, UploadResponder.Files files) {
        String id = files.firstId().toString();
        json.put("url", files.base() + "/status?message_id=" + id).put("message_id", id);
        // An archive has several.
        if (files.count() > 1) {
            files.addTo(json);
        }
    }
}

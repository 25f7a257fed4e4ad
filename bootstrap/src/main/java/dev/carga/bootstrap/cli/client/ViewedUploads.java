package dev.carga.bootstrap.cli.client;

import dev.carga.adapters.http.view.UploadFields;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.LegacyStatusView.PartReport;
import dev.carga.application.report.UploadView;
import dev.carga.application.report.Warnings;
import dev.carga.bootstrap.cli.client.UploadDetails.Chain;
import dev.carga.bootstrap.cli.client.UploadDetails.Content;
import dev.carga.bootstrap.cli.client.UploadDetails.Correction;
import dev.carga.bootstrap.cli.client.UploadDetails.Lines;
import dev.carga.bootstrap.cli.client.UploadDetails.Options;
import dev.carga.bootstrap.cli.client.UploadDetails.Parts;
import dev.carga.bootstrap.cli.client.UploadDetails.Times;
import dev.carga.bootstrap.cli.client.UploadDetails.UploadWarning;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LegacyStatus;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Converts the application's views into what the command line shows, with the same result as [JsonUploads]
/// on the JSON of these views.
final class ViewedUploads {

    private ViewedUploads() {}

    static UploadDetails details(UploadView upload) {
        return new UploadDetails(
                upload.id().toString(),
                upload.name(),
                upload.state().key(),
                upload.rules().dryRun(),
                options(upload),
                new Content(upload.content().bytes(), upload.content().sha256()),
                times(upload),
                lines(upload),
                parts(upload.parts()),
                upload.removal(),
                chain(upload),
                counters(upload.counters()),
                UploadJson.abortion(upload),
                Warnings.of(upload).stream()
                        .map(warning -> new UploadWarning(warning.code().key(), UploadJson.text(warning)))
                        .toList());
    }

    private static Options options(UploadView upload) {
        LoadingRules rules = upload.rules();
        Map<String, String> byName = new LinkedHashMap<>();
        byName.put("on_invalid", rules.onInvalid().key());
        byName.put("on_unreadable", rules.onUnreadable().key());
        if (rules.maxRejects() != null) {
            byName.put("max_rejects", rules.maxRejects().toString());
        }
        if (rules.maxFlaws() != null) {
            byName.put("max_flaws", rules.maxFlaws().toString());
        }
        byName.put("on_abort", rules.onAbort().key());
        return new Options(
                rules.onDuplicate().key(),
                upload.retriedUnder().stream().map(DuplicatePolicy::key).toList(),
                byName,
                UploadFields.of(upload.content().options()));
    }

    private static Times times(UploadView upload) {
        @Nullable Instant received = upload.times().received();
        boolean whole = upload.file() == ReceptionState.RECEIVED;
        return new Times(
                upload.times().opened(),
                whole ? received : null,
                whole ? null : received,
                upload.times().withdrawn(),
                upload.finished().orElse(null),
                upload.estimatedEnd().orElse(null));
    }

    private static Lines lines(UploadView upload) {
        @Nullable
        Long perSecond = upload.rowsPerSecond().isPresent()
                ? Math.round(upload.rowsPerSecond().getAsDouble())
                : null;
        return new Lines(upload.lines().received(), upload.lines().settled(), perSecond);
    }

    private static Parts parts(PartCounts parts) {
        Map<String, Integer> byState = new LinkedHashMap<>();
        byState.put("received", parts.received());
        byState.put("queued", parts.queued());
        byState.put("loaded", parts.loaded());
        byState.put("failed", parts.failed());
        byState.put("cancelled", parts.cancelled());
        byState.put("undone", parts.undone());
        return new Parts(parts.total(), byState);
    }

    private static Chain chain(UploadView upload) {
        List<Correction> corrections = new ArrayList<>();
        for (UploadView.Correction correction : upload.chain().corrections()) {
            Counters counters = correction.counters();
            corrections.add(new Correction(
                    correction.id().toString(),
                    correction.state().key(),
                    correction.dryRun(),
                    counters.of(Counter.TOTAL_ADDED),
                    counters.of(Counter.TOTAL_UPDATED),
                    counters.of(Counter.TOTAL_REJECTED)));
        }
        @Nullable
        String corrects = upload.chain().corrects() == null
                ? null
                : upload.chain().corrects().toString();
        return new Chain(corrects, corrections, upload.openRejects());
    }

    private static Map<String, Long> counters(Counters counters) {
        Map<String, Long> byKey = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            byKey.put(counter.key(), counters.of(counter));
        }
        return byKey;
    }

    static UploadProgress progress(LegacyStatusView status) {
        List<FailedPart> failed = new ArrayList<>();
        List<Long> duplicateLines = new ArrayList<>();
        int loaded = 0;
        for (PartReport part : status.parts()) {
            switch (part.state()) {
                case PartState.Loaded(var _, var lines) -> {
                    loaded++;
                    duplicateLines.addAll(lines);
                }
                case PartState.Failed(var failure) ->
                    failed.add(new FailedPart(part.number(), failure.message(), failure.line()));
                case PartState.Cancelled _ -> failed.add(new FailedPart(part.number(), "cancelled", null));
                case PartState.Undone _ -> failed.add(new FailedPart(part.number(), "undone", null));
                case PartState.Received _, PartState.Queued _ -> {}
            }
        }
        return new UploadProgress(
                status.status() == LegacyStatus.COMPLETED,
                status.parts().size(),
                loaded,
                counters(status.counters()),
                duplicateLines,
                failed);
    }

    static List<FailedPart> failedParts(LegacyStatusView status) {
        List<FailedPart> failed = new ArrayList<>();
        for (PartReport part : status.parts()) {
            if (part.state() instanceof PartState.Failed(var failure)) {
                failed.add(new FailedPart(part.number(), failure.message(), failure.line()));
            }
        }
        return failed;
    }
}

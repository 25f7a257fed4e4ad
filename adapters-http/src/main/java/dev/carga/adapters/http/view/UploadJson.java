package dev.carga.adapters.http.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.UploadView;
import dev.carga.application.report.Warning;
import dev.carga.application.report.Warnings;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// An upload, as `/api/v1/uploads` and the command line without a server return it. Times are RFC 3339 in UTC, from the
/// database's clock; a value that is unknown, or not known yet, is null. A method without a language writes English.
public final class UploadJson {

    private static final JsonMapper JSON = new JsonMapper();

    private UploadJson() {}

    public static byte[] of(UploadView upload) {
        return of(upload, IssueMessages.ENGLISH);
    }

    public static byte[] of(UploadView upload, IssueMessages messages) {
        return bytes(node(upload, messages));
    }

    /// `{"uploads": […], "next": "cursor"}`
    public static byte[] of(ReportUploads.Page page) {
        return of(page, IssueMessages.ENGLISH);
    }

    public static byte[] of(ReportUploads.Page page, IssueMessages messages) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode uploads = json.putArray("uploads");
        page.uploads().forEach(upload -> uploads.add(node(upload, messages)));
        json.put("next", page.next() == null ? null : page.next().toString());
        return bytes(json);
    }

    /// `{"info": "what was done", "upload": {…}}`
    public static byte[] of(String info, UploadView upload) {
        return of(info, upload, IssueMessages.ENGLISH);
    }

    public static byte[] of(String info, UploadView upload, IssueMessages messages) {
        ObjectNode json = JSON.createObjectNode();
        json.put("info", info);
        json.set("upload", node(upload, messages));
        return bytes(json);
    }

    /// The body of a webhook, for an upload that has ended: `{"type": "upload.completed", "timestamp": "…", "data":
    /// {…}}`
    public static byte[] event(UploadView ended) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", "upload." + ended.state().key());
        json.put("timestamp", time(ended.finished().orElse(ended.times().seen())));
        json.set("data", node(ended, IssueMessages.ENGLISH));
        return bytes(json);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode node(UploadView upload, IssueMessages messages) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", upload.id().toString());
        @Nullable TraceParent trace = upload.trace();
        json.put("trace_id", trace == null ? null : trace.traceId());
        json.put("name", upload.name());
        json.put("state", upload.state().key());
        json.put("reason", upload.reason());
        json.put("on_duplicate", upload.onDuplicate().key());
        LoadingRules rules = upload.rules();
        json.put("on_invalid", rules.onInvalid().key());
        json.put("on_unreadable", rules.onUnreadable().key());
        json.put("max_rejects", limit(rules.maxRejects()));
        json.put("max_flaws", limit(rules.maxFlaws()));
        json.put("on_abort", rules.onAbort().key());
        json.put("dry_run", rules.dryRun());
        json.set("options", LayoutJson.of(upload.content().options()));
        json.set("aborted", aborted(upload));
        ArrayNode retried = json.putArray("retried_on_duplicate");
        upload.retriedUnder().forEach(policy -> retried.add(policy.key()));
        json.put("bytes", upload.content().bytes());
        json.put("sha256", upload.content().sha256());
        json.set("layout", LayoutJson.of(upload.content().layout()));
        json.put("opened_at", time(upload.times().opened()));
        boolean whole = upload.file() == ReceptionState.RECEIVED;
        json.put("received_at", whole ? time(upload.times().received()) : null);
        json.put("interrupted_at", whole ? null : time(upload.times().received()));
        json.put("withdrawn_at", time(upload.times().withdrawn()));
        json.put("finished_at", time(upload.finished()));
        json.put("estimated_end", time(upload.estimatedEnd()));
        if (upload.rowsPerSecond().isPresent()) {
            json.put("rows_per_second", Math.round(upload.rowsPerSecond().getAsDouble()));
        } else {
            json.putNull("rows_per_second");
        }
        json.putObject("rows")
                .put("received", upload.lines().received())
                .put("settled", upload.lines().settled())
                .put("removed", upload.removal().removed())
                .put("restored", upload.removal().restored())
                .put("kept", upload.removal().kept());
        json.set("parts", parts(upload.parts()));
        ObjectNode counters = json.putObject("counters");
        for (Counter counter : Counter.values()) {
            counters.put(counter.key(), upload.counters().of(counter));
        }
        chain(json, upload);
        json.set("webhook", webhook(upload.webhook()));
        json.set("warnings", warnings(upload, messages));
        return json;
    }

    private static @Nullable String limit(@Nullable RejectLimit limit) {
        return limit == null ? null : limit.toString();
    }

    private static ArrayNode warnings(UploadView upload, IssueMessages messages) {
        ArrayNode warnings = JSON.createArrayNode();
        for (Warning warning : Warnings.of(upload)) {
            warnings.addObject()
                    .put("code", warning.code().key())
                    .put("column", LayoutJson.key(warning.column()))
                    .put("count", warning.count() == 0 ? null : warning.count())
                    .put("text", WarningMessages.text(warning, messages));
        }
        return warnings;
    }

    /// The English message of a warning.
    public static String text(Warning warning) {
        return WarningMessages.text(warning, IssueMessages.ENGLISH);
    }

    private static @Nullable ObjectNode aborted(UploadView upload) {
        return upload.aborted() == null
                ? null
                : JSON.createObjectNode().put("code", upload.aborted()).put("detail", abortion(upload));
    }

    /// Why Carga aborted the upload, in English; null if it did not.
    public static @Nullable String abortion(UploadView upload) {
        return upload.aborted() == null
                ? null
                : excess(upload) + " allows; "
                        + switch (upload.rules().onAbort()) {
                            case KEEP -> "rows loaded before that stay (on_abort=keep)";
                            case UNDO -> "the loaded rows are removed (on_abort=undo)";
                        };
    }

    private static String excess(UploadView upload) {
        return UploadView.TOO_MANY_FLAWS.equals(upload.aborted())
                ? "More lines have a flaw than max_flaws=" + upload.rules().maxFlaws()
                : "More lines were rejected than max_rejects=" + upload.rules().maxRejects();
    }

    private static void chain(ObjectNode json, UploadView upload) {
        @Nullable UploadId corrects = upload.chain().corrects();
        json.put("corrects", corrects == null ? null : corrects.toString());
        ArrayNode corrections = json.putArray("corrections");
        for (UploadView.Correction correction : upload.chain().corrections()) {
            Counters counters = correction.counters();
            corrections
                    .addObject()
                    .put("id", correction.id().toString())
                    .put("corrects", correction.corrects().toString())
                    .put("state", correction.state().key())
                    .put("dry_run", correction.dryRun())
                    .put("added", counters.of(Counter.TOTAL_ADDED))
                    .put("updated", counters.of(Counter.TOTAL_UPDATED))
                    .put("duplicates", counters.of(Counter.DUPLICATES))
                    .put("rejected", counters.of(Counter.TOTAL_REJECTED));
        }
        json.put("open_rejects", upload.openRejects());
    }

    private static @Nullable ObjectNode webhook(UploadView.@Nullable Webhook webhook) {
        return webhook == null
                ? null
                : JSON.createObjectNode()
                        .put("url", webhook.shownUrl())
                        .put("state", webhook.state().key())
                        .put("attempts", webhook.attempts())
                        .put("last_status", webhook.lastStatus())
                        .put("last_error", webhook.lastError());
    }

    private static ObjectNode parts(PartCounts parts) {
        return JSON.createObjectNode()
                .put("total", parts.total())
                .put("received", parts.received())
                .put("queued", parts.queued())
                .put("loaded", parts.loaded())
                .put("failed", parts.failed())
                .put("cancelled", parts.cancelled())
                .put("undone", parts.undone());
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time(time.orElse(null));
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

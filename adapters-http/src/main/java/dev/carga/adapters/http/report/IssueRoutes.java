package dev.carga.adapters.http.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.view.CsvCell;
import dev.carga.application.report.ReportIssues;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.UploadIssues.Filter;
import dev.carga.application.report.UploadIssues.Lines;
import dev.carga.application.report.UploadIssues.Place;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.Flaw;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// `GET /api/v1/uploads/{id}/issues`: the issues of an upload's lines, as pages of JSON, or all of them as a stream of
/// CSV or NDJSON.
public final class IssueRoutes {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DEFAULT_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 1000;
    private static final int STREAM_BUFFER = 64 << 10;
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";

    private final ReportIssues report;
    private final ReportUploads uploads;

    public IssueRoutes(ReportIssues report, ReportUploads uploads) {
        this.report = report;
        this.uploads = uploads;
    }

    /// `GET …/issues?code=…&limit=…&cursor=…`
    public void issues(Context ctx) throws IOException {
        @Nullable UploadView upload = UploadQueryRoutes.upload(ctx, uploads).orElse(null);
        if (upload == null) {
            return;
        }
        @Nullable String requested = ctx.queryParam("code");
        Optional<IssueCode> code = requested == null ? Optional.empty() : IssueCode.parse(requested);
        if (requested != null && code.isEmpty()) {
            Responses.refuse(ctx, Problem.UNKNOWN_ISSUE_CODE);
            return;
        }
        Filter filter = new Filter(code.orElse(null), Lines.ALL);
        IssueMessages messages = IssueMessages.of(ctx.header("Accept-Language"));
        ctx.header("Content-Language", messages.tag()).header("Vary", "Accept, Accept-Language");
        switch (mediaType(ctx)) {
            case CSV -> streamCsv(ctx, upload, filter, messages);
            case NDJSON -> streamNdjson(ctx, upload, filter, messages);
            default -> page(ctx, upload, filter, messages);
        }
    }

    /// The parameter `format` overrides the header `Accept`.
    private static String mediaType(Context ctx) {
        String format = Objects.requireNonNullElse(ctx.queryParam("format"), "");
        String accepted = Objects.requireNonNullElse(ctx.header("Accept"), "");
        if (format.equals("csv") || (format.isEmpty() && accepted.contains(CSV))) {
            return CSV;
        }
        return format.equals("ndjson") || (format.isEmpty() && accepted.contains("ndjson")) ? NDJSON : Responses.JSON;
    }

    private void page(Context ctx, UploadView upload, Filter filter, IssueMessages messages) {
        Optional<Integer> limit = UploadQueryRoutes.limit(ctx.queryParam("limit"), DEFAULT_LIMIT, HIGHEST_LIMIT);
        if (limit.isEmpty()) {
            Responses.refuse(ctx, Problem.MALFORMED_LIMIT, HIGHEST_LIMIT);
            return;
        }
        @Nullable Place after = place(ctx.queryParam("cursor"));
        if (after == null) {
            Responses.refuse(ctx, Problem.UNKNOWN_CURSOR);
            return;
        }
        ReportIssues.Page page =
                report.page(upload.id(), after, limit.get(), filter).orElseThrow();
        ObjectNode json = JSON.createObjectNode();
        ArrayNode issues = json.putArray("issues");
        page.issues().forEach(issue -> issues.add(node(issue, messages)));
        @Nullable Place next = page.next();
        json.put("next", next == null ? null : next.line() + "-" + next.number());
        long counted = counted(upload.counters());
        json.put("counted", counted).put("kept", page.kept()).put("cut", page.kept() < counted);
        Responses.answer(ctx, 200, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Null if the cursor is malformed.
    private static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null) {
            return Place.START;
        }
        if (!cursor.matches("[0-9]{1,18}-[0-9]{1,18}")) {
            return null;
        }
        String[] numbers = cursor.split("-", -1);
        return new Place(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    /// The number of issues in the parts that are loaded now, including those beyond the limit of stored ones.
    private static long counted(Counters counters) {
        long count = counters.of(Counter.TOTAL_REJECTED) + counters.of(Counter.DUPLICATES);
        for (Flaw flaw : Flaw.values()) {
            count += counters.of(flaw.counter());
        }
        return count;
    }

    private static ObjectNode node(LineIssue issue, IssueMessages messages) {
        @Nullable Column column = issue.column();
        return JSON.createObjectNode()
                .put("line", issue.line())
                .put("column", column == null ? null : column.key())
                .put("code", issue.code().key())
                .put("reason", messages.reason(issue))
                .put("value", IssueMessages.masked(issue))
                .put("rejected", issue.rejected() != null);
    }

    private void streamNdjson(Context ctx, UploadView upload, Filter filter, IssueMessages messages)
            throws IOException {
        try (OutputStream out = stream(ctx, NDJSON)) {
            report.all(
                    upload.id(),
                    filter,
                    issue -> out.write((node(issue, messages) + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void streamCsv(Context ctx, UploadView upload, Filter filter, IssueMessages messages) throws IOException {
        try (OutputStream out = stream(ctx, CSV + "; charset=utf-8")) {
            out.write("line,column,code,reason,value,rejected\r\n".getBytes(StandardCharsets.UTF_8));
            report.all(
                    upload.id(), filter, issue -> out.write(csv(issue, messages).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String csv(LineIssue issue, IssueMessages messages) {
        @Nullable Column column = issue.column();
        return List.of(
                        String.valueOf(issue.line()),
                        column == null ? "" : column.key(),
                        issue.code().key(),
                        messages.reason(issue),
                        withoutFormula(Objects.requireNonNullElse(IssueMessages.masked(issue), "")),
                        String.valueOf(issue.rejected() != null))
                .stream()
                .map(CsvCell::quoted)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String withoutFormula(String value) {
        return CsvCell.isFormula(value) ? CsvCell.asText(value) : value;
    }

    private static OutputStream stream(Context ctx, String type) throws IOException {
        ctx.status(200).contentType(type).header("Cache-Control", "no-store");
        return new BufferedOutputStream(ctx.res().getOutputStream(), STREAM_BUFFER);
    }
}

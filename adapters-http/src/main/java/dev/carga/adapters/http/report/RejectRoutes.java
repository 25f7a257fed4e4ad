package dev.carga.adapters.http.report;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.application.report.ReportIssues;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.UploadIssues.Filter;
import dev.carga.application.report.UploadIssues.Lines;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.LineIssue;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// `GET /api/v1/uploads/{id}/rejects`: the rejected lines, each with its reason, as a file to correct and send again.
public final class RejectRoutes {

    /// `stored of total`: Carga stores a limited number of lines.
    private static final String KEPT = "Carga-Rejects-Kept";

    private static final int STREAM_BUFFER = 64 << 10;

    /// The layout of uploads from versions that knew only one and did not store it.
    private static final Layout ONLY_LAYOUT_OF_OLD_VERSIONS =
            Layout.plain(TextEncoding.UTF_8, Separator.BLANKS, FileColumns.ALL, true, Layout.LineEnd.LF);

    private final ReportIssues report;
    private final ReportUploads uploads;

    public RejectRoutes(ReportIssues report, ReportUploads uploads) {
        this.report = report;
        this.uploads = uploads;
    }

    /// The value of `kind`.
    private enum Kind {
        REJECTS("rejects", Lines.REJECTED, "rejects"),
        FLAWS("flaws", Lines.READ, "flaws"),
        /// Sending both kinds back does not settle every rejected line, so the file name does not mark a correction.
        ALL("all", Lines.ALL, "rejects-and-flaws");

        private final String key;
        private final Lines lines;
        private final String fileName;

        Kind(String key, Lines lines, String fileName) {
            this.key = key;
            this.lines = lines;
            this.fileName = fileName;
        }

        static Optional<Kind> parse(@Nullable String key) {
            for (Kind kind : values()) {
                if (kind.key.equals(key == null ? REJECTS.key : key)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        long counted(Counters counters) {
            return (this == FLAWS ? 0 : counters.of(Counter.TOTAL_REJECTED))
                    + (this == REJECTS ? 0 : counters.of(Counter.TOTAL_FLAWED));
        }
    }

    /// `GET …/rejects?kind=…&format=…&lang=…`
    public void rejects(Context ctx) throws IOException {
        Optional<UploadView> upload = UploadQueryRoutes.upload(ctx, uploads);
        if (upload.isEmpty()) {
            return;
        }
        Optional<Kind> kind = Kind.parse(ctx.queryParam("kind"));
        Optional<IssueMessages> messages =
                IssueMessages.requested(ctx.queryParam("lang"), ctx.header("Accept-Language"));
        if (kind.isEmpty() || messages.isEmpty()) {
            Responses.refuse(ctx, kind.isEmpty() ? Problem.UNKNOWN_KIND : Problem.UNKNOWN_LANGUAGE);
            return;
        }
        Layout layout = Objects.requireNonNullElse(upload.get().content().layout(), ONLY_LAYOUT_OF_OLD_VERSIONS);
        String format = Objects.requireNonNullElse(ctx.queryParam("format"), "text");
        switch (format) {
            case "text" ->
                answer(
                        ctx,
                        upload.get(),
                        kind.get(),
                        layout,
                        messages.get(),
                        new TextRejectsFormat(layout, messages.get()));
            case "csv" ->
                answer(ctx, upload.get(), kind.get(), layout, messages.get(), new CsvRejectsFormat(messages.get()));
            default -> Responses.refuse(ctx, Problem.UNKNOWN_FORMAT);
        }
    }

    private void answer(
            Context ctx, UploadView upload, Kind kind, Layout layout, IssueMessages messages, RejectsFormat format)
            throws IOException {
        long kept = report.countLines(upload.id(), kind.lines);
        String name = kind.fileName + "-" + upload.id() + "." + format.extension();
        ctx.status(200)
                .contentType(format.contentType())
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Content-Language", messages.tag())
                .header("Vary", "Accept-Language")
                .header(KEPT, kept + " of " + Math.max(kept, kind.counted(upload.counters())));
        try (OutputStream out = new BufferedOutputStream(ctx.res().getOutputStream(), STREAM_BUFFER)) {
            RejectsWriter writer = new RejectsWriter(out, format, layout);
            report.all(upload.id(), new Filter(null, kind.lines), writer::add);
            writer.finish();
        }
    }

    /// Groups issues by line, and writes each line once. Issues must come in the order of lines.
    private static final class RejectsWriter {

        private final OutputStream out;
        private final RejectsFormat format;
        private final Layout layout;
        private final List<LineIssue> issues = new ArrayList<>();
        private @Nullable FileColumns header;

        RejectsWriter(OutputStream out, RejectsFormat format, Layout layout) {
            this.out = out;
            this.format = format;
            this.layout = layout;
        }

        void add(LineIssue issue) throws IOException {
            if (!issues.isEmpty() && issues.getFirst().line() != issue.line()) {
                writeLine();
            }
            issues.add(issue);
        }

        void finish() throws IOException {
            writeLine();
            if (header == null) {
                format.header(out, layout.columns());
            }
        }

        /// Leaves out a line whose text is not stored: one beyond the limit, or one that an earlier version loaded.
        private void writeLine() throws IOException {
            Optional<LineIssue> source =
                    issues.stream().filter(issue -> issue.text() != null).findFirst();
            if (source.isPresent()) {
                RejectsLine line = new RejectsLine(source.get(), List.copyOf(issues), layout);
                if (!line.columns().equals(header)) {
                    header = line.columns();
                    format.header(out, header);
                }
                format.line(out, line);
            }
            issues.clear();
        }
    }
}

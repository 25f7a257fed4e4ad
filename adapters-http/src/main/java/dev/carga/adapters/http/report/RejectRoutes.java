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

/// `GET /api/v1/uploads/{id}/rejects`: lines as they came with what is wrong with each, to be mended and sent again.
public final class RejectRoutes {

    /// How many lines are kept, of how many there were.
    private static final String KEPT = "Carga-Rejects-Kept";

    private static final int STREAM_BUFFER = 64 << 10;

    /// Of an upload that a version received which knew only one.
    private static final Layout PREDECESSORS =
            Layout.plain(TextEncoding.UTF_8, Separator.BLANKS, FileColumns.ALL, true, Layout.LineEnd.LF);

    private final ReportIssues report;
    private final ReportUploads uploads;

    public RejectRoutes(ReportIssues report, ReportUploads uploads) {
        this.report = report;
        this.uploads = uploads;
    }

    /// Which lines are asked for.
    private enum Kind {
        REJECTS("rejects", Lines.REJECTED, "rejects"),
        FLAWS("flaws", Lines.READ, "flaws"),
        /// They do not settle a rejected line for certain when they come back: no correction by its name.
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
        Optional<UploadView> upload = HistoryRoutes.upload(ctx, uploads);
        if (upload.isEmpty()) {
            return;
        }
        Optional<Kind> kind = Kind.parse(ctx.queryParam("kind"));
        Optional<IssueMessages> words = IssueMessages.asked(ctx.queryParam("lang"), ctx.header("Accept-Language"));
        if (kind.isEmpty() || words.isEmpty()) {
            Responses.refuse(ctx, kind.isEmpty() ? Problem.UNKNOWN_KIND : Problem.UNKNOWN_LANGUAGE);
            return;
        }
        Layout layout = Objects.requireNonNullElse(upload.get().content().layout(), PREDECESSORS);
        String format = Objects.requireNonNullElse(ctx.queryParam("format"), "text");
        switch (format) {
            case "text" ->
                answer(ctx, upload.get(), kind.get(), layout, words.get(), new MendableText(layout, words.get()));
            case "csv" -> answer(ctx, upload.get(), kind.get(), layout, words.get(), new MendableTable(words.get()));
            default -> Responses.refuse(ctx, Problem.UNKNOWN_FORMAT);
        }
    }

    private void answer(
            Context ctx, UploadView upload, Kind kind, Layout layout, IssueMessages words, MendableForm form)
            throws IOException {
        long kept = report.countLines(upload.id(), kind.lines);
        String name = kind.fileName + "-" + upload.id() + "." + form.extension();
        ctx.status(200)
                .contentType(form.contentType())
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Content-Language", words.tag())
                .header("Vary", "Accept-Language")
                .header(KEPT, kept + " of " + Math.max(kept, kind.counted(upload.counters())));
        try (OutputStream out = new BufferedOutputStream(ctx.res().getOutputStream(), STREAM_BUFFER)) {
            Writing writing = new Writing(out, form, layout);
            report.all(upload.id(), new Filter(null, kind.lines), writing::take);
            writing.finish();
        }
    }

    /// Puts the issues of each line together.
    private static final class Writing {

        private final OutputStream out;
        private final MendableForm form;
        private final Layout layout;
        private final List<LineIssue> issues = new ArrayList<>();
        private @Nullable FileColumns header;

        Writing(OutputStream out, MendableForm form, Layout layout) {
            this.out = out;
            this.form = form;
            this.layout = layout;
        }

        void take(LineIssue issue) throws IOException {
            if (!issues.isEmpty() && issues.getFirst().line() != issue.line()) {
                writeLine();
            }
            issues.add(issue);
        }

        void finish() throws IOException {
            writeLine();
            if (header == null) {
                form.header(out, layout.columns());
            }
        }

        /// A line that is not kept, for there were too many or an earlier version read it, is left out.
        private void writeLine() throws IOException {
            Optional<LineIssue> text =
                    issues.stream().filter(issue -> issue.text() != null).findFirst();
            if (text.isPresent()) {
                MendableLine line = new MendableLine(text.get(), List.copyOf(issues), layout);
                if (!line.columns().equals(header)) {
                    header = line.columns();
                    form.header(out, header);
                }
                form.line(out, line);
            }
            issues.clear();
        }
    }
}

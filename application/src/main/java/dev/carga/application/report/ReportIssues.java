package dev.carga.application.report;

import dev.carga.application.RetryPolicy;
import dev.carga.application.report.UploadIssues.Filter;
import dev.carga.application.report.UploadIssues.Place;
import dev.carga.application.report.UploadIssues.StoredIssue;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.Optional;

/// Reads the issues of the lines of an upload, page by page or all of them, while it is loading and afterwards.
/// Thread-safe.
public final class ReportIssues {

    private static final int BATCH_SIZE = 1_000;

    private final UploadIssues issues;
    private final RetryPolicy retryPolicy;

    public ReportIssues(UploadIssues issues, RetryPolicy retryPolicy) {
        this.issues = issues;
        this.retryPolicy = retryPolicy;
    }

    /// A page of issues, in the order of the file.
    ///
    /// @param next where the next page starts; null if this is the last one
    /// @param kept the number of issues stored for the upload, whatever the filter
    public record Page(List<LineIssue> issues, @Nullable Place next, long kept) {}

    /// Consumes issues one by one.
    ///
    /// @param <X> what [#accept] may throw
    @FunctionalInterface
    public interface Sink<X extends Exception> {
        void accept(LineIssue issue) throws X;
    }

    /// A page of issues, or empty if there is no such upload.
    public Optional<Page> page(UploadId upload, Place after, int limit, Filter filter) {
        return count(upload).map(kept -> {
            List<StoredIssue> found = after(upload, after, limit + 1, filter);
            List<StoredIssue> shown = found.subList(0, Math.min(limit, found.size()));
            @Nullable Place next = found.size() > limit ? shown.getLast().place() : null;
            return new Page(shown.stream().map(StoredIssue::issue).toList(), next, kept);
        });
    }

    private Optional<Long> count(UploadId upload) {
        return retryPolicy.call("step=count_issues upload=" + upload, () -> issues.count(upload));
    }

    /// The number of lines of the upload that are stored unchanged with an issue.
    public long countLines(UploadId upload, UploadIssues.Lines lines) {
        return retryPolicy.call("step=count_lines upload=" + upload, () -> issues.countLines(upload, lines));
    }

    /// Passes all issues to the sink. Holds a bounded number of them in memory.
    public <X extends Exception> void all(UploadId upload, Filter filter, Sink<X> sink) throws X {
        Place place = Place.START;
        List<StoredIssue> found;
        do {
            found = after(upload, place, BATCH_SIZE, filter);
            for (StoredIssue stored : found) {
                sink.accept(stored.issue());
                place = stored.place();
            }
        } while (found.size() == BATCH_SIZE);
    }

    private List<StoredIssue> after(UploadId upload, Place place, int limit, Filter filter) {
        return retryPolicy.call("step=read_issues upload=" + upload, () -> issues.after(upload, place, limit, filter));
    }
}

package dev.carga.application.report;

import dev.carga.application.RetryPolicy;
import dev.carga.application.report.UploadIssues.Filter;
import dev.carga.application.report.UploadIssues.Kept;
import dev.carga.application.report.UploadIssues.Place;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.Optional;

/// Tells what was wrong with the lines of an upload, page by page or all of it, while it is loading and after.
/// Safe to call from several threads.
public final class ReportIssues {

    private static final int AT_ONCE = 1_000;

    private final UploadIssues issues;
    private final RetryPolicy retryPolicy;

    public ReportIssues(UploadIssues issues, RetryPolicy retryPolicy) {
        this.issues = issues;
        this.retryPolicy = retryPolicy;
    }

    /// Some issues, in the order of the file.
    ///
    /// @param next where the next page begins; null if there is none
    /// @param kept of the upload, whatever the filter
    public record Page(List<LineIssue> issues, @Nullable Place next, long kept) {}

    /// Takes issues one by one.
    ///
    /// @param <X> what taking one may throw
    @FunctionalInterface
    public interface Sink<X extends Exception> {
        void accept(LineIssue issue) throws X;
    }

    /// Empty if there is no such upload.
    public Optional<Page> page(UploadId upload, Place after, int limit, Filter filter) {
        return count(upload).map(kept -> {
            List<Kept> found = after(upload, after, limit + 1, filter);
            List<Kept> shown = found.subList(0, Math.min(limit, found.size()));
            @Nullable Place next = found.size() > limit ? shown.getLast().place() : null;
            return new Page(shown.stream().map(Kept::issue).toList(), next, kept);
        });
    }

    private Optional<Long> count(UploadId upload) {
        return retryPolicy.call("step=count_issues upload=" + upload, () -> issues.count(upload));
    }

    /// How many of the upload's lines are kept as they came.
    public long countLines(UploadId upload, UploadIssues.Lines lines) {
        return retryPolicy.call("step=count_lines upload=" + upload, () -> issues.countLines(upload, lines));
    }

    /// Hands all of them on, holding few at a time.
    public <X extends Exception> void all(UploadId upload, Filter filter, Sink<X> sink) throws X {
        Place place = Place.START;
        List<Kept> found;
        do {
            found = after(upload, place, AT_ONCE, filter);
            for (Kept kept : found) {
                sink.accept(kept.issue());
                place = kept.place();
            }
        } while (found.size() == AT_ONCE);
    }

    private List<Kept> after(UploadId upload, Place place, int limit, Filter filter) {
        return retryPolicy.call("step=read_issues upload=" + upload, () -> issues.after(upload, place, limit, filter));
    }
}

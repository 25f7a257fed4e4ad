package dev.carga.application.report;

import dev.carga.application.RetryPolicy;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reports one upload, or all of them page by page.
public final class ReportUploads {

    /// The uploads read for one page at most: a page of a rare state ends before it is full, so that it does
    /// not read all uploads.
    static final int MAX_READ = 2_000;

    private static final int BATCH_SIZE = 200;

    private final UploadQueries queries;
    private final RetryPolicy retryPolicy;

    public ReportUploads(UploadQueries queries, RetryPolicy retryPolicy) {
        this.queries = queries;
        this.retryPolicy = retryPolicy;
    }

    /// A page of uploads, the newest first.
    ///
    /// @param next where the next page starts; null if this is the last one. A page may be short or even
    ///             empty and still have a next one
    public record Page(List<UploadView> uploads, @Nullable UploadId next) {}

    /// The upload as it is now, or empty if there is no upload with this id.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store is unavailable for longer than the
    ///         retry policy allows
    public Optional<UploadView> find(UploadId upload) {
        return retryPolicy.call("step=summary upload=" + upload, () -> queries.summary(upload));
    }

    /// The uploads opened before another one.
    ///
    /// @param states only uploads in these states; empty for all
    /// @param before an upload that exists; null for the first page
    /// @param size   the largest number of uploads on the page
    /// @throws dev.carga.application.InfrastructureException if the store is unavailable for longer than the
    ///         retry policy allows
    public Page page(Set<UploadState> states, @Nullable UploadId before, int size) {
        List<UploadView> found = new ArrayList<>();
        @Nullable UploadId last = before;
        for (int read = 0; read < MAX_READ; read += BATCH_SIZE) {
            int limit = states.isEmpty() ? size + 1 : BATCH_SIZE;
            List<UploadView> batch = newest(last, limit);
            for (UploadView upload : batch) {
                if (states.isEmpty() || states.contains(upload.state())) {
                    if (found.size() == size) {
                        return new Page(found, found.getLast().id());
                    }
                    found.add(upload);
                }
                last = upload.id();
            }
            if (batch.size() < limit) {
                return new Page(found, null);
            }
        }
        return new Page(found, last);
    }

    private List<UploadView> newest(@Nullable UploadId before, int limit) {
        return retryPolicy.call("step=list", () -> queries.newest(before, limit));
    }
}

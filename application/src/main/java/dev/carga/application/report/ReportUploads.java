package dev.carga.application.report;

import dev.carga.application.RetryPolicy;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells of one upload, or of all, page by page.
public final class ReportUploads {

    /// Uploads looked at for one page at most: a page of a rare phase ends before it is full rather than
    /// read all there is.
    static final int MOST_LOOKED_AT = 2_000;

    private static final int BATCH = 200;

    private final UploadQueries queries;
    private final RetryPolicy retryPolicy;

    public ReportUploads(UploadQueries queries, RetryPolicy retryPolicy) {
        this.queries = queries;
        this.retryPolicy = retryPolicy;
    }

    /// Some uploads, newest first.
    ///
    /// @param next where the next page begins; null if there is none. A page may be short, even empty, and
    ///             have a next one
    public record Page(List<UploadView> uploads, @Nullable UploadId next) {}

    /// The upload as it is now, or empty if there is none with this id.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience
    ///         allows
    public Optional<UploadView> find(UploadId upload) {
        return retryPolicy.call("step=summary upload=" + upload, () -> queries.summary(upload));
    }

    /// The uploads before this one.
    ///
    /// @param phases only those; none means all
    /// @param before an upload that exists; null for the first page
    /// @param size   of the page at most
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience
    ///         allows
    public Page page(Set<UploadState> phases, @Nullable UploadId before, int size) {
        List<UploadView> found = new ArrayList<>();
        @Nullable UploadId last = before;
        for (int looked = 0; looked < MOST_LOOKED_AT; looked += BATCH) {
            int limit = phases.isEmpty() ? size + 1 : BATCH;
            List<UploadView> batch = newest(last, limit);
            for (UploadView upload : batch) {
                if (phases.isEmpty() || phases.contains(upload.state())) {
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

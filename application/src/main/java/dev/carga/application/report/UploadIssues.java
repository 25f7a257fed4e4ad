package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.Optional;

/// What was wrong with the lines of an upload: written down with the outcome of each part, as many as [Limits] allow,
/// and kept whatever becomes of the upload. All calls throw [dev.carga.application.InfrastructureException] if
/// the store does not answer.
public interface UploadIssues {

    /// How much is kept of one upload. Parts that are loaded at the same time do not know of each other, so
    /// that it may be a part more.
    ///
    /// @param issues   of its lines
    /// @param lines  bytes of the lines that are kept with them
    record Limits(long issues, long lines) {
        public static final Limits DEFAULT = new Limits(100_000, 64 << 20);
    }

    /// Which of them.
    ///
    /// @param code null for all
    record Filter(@Nullable IssueCode code, Lines lines) {
        public static final Filter NONE = new Filter(null, Lines.ALL);
    }

    /// Lines by what became of them.
    enum Lines {
        ALL,
        /// They gave no row.
        REJECTED,
        /// They gave a row, or were left out as duplicates.
        READ
    }

    /// A place in the order of issues: by line, and those of one line in the order of their columns.
    ///
    /// @param line   of the file
    /// @param number of the issue, which the store gave it
    record Place(long line, long number) {
        public static final Place START = new Place(0, 0);
    }

    /// One that was kept, and its place.
    record Kept(Place place, LineIssue issue) {}

    /// The next ones behind the place, in their order; fewer than `limit` only where there are no more.
    List<Kept> after(UploadId upload, Place place, int limit, Filter filter);

    /// How many of the upload are kept; empty if there is no such upload.
    Optional<Long> count(UploadId upload);

    /// How many of its lines are kept as they came.
    long countLines(UploadId upload, Lines lines);
}

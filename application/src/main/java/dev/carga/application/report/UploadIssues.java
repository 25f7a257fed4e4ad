package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.Optional;

/// The issues of the lines of an upload. They are stored with the outcome of each part, as many as [Limits]
/// allow, and stay whatever happens to the upload later. All calls throw
/// [dev.carga.application.InfrastructureException] if the store does not respond.
public interface UploadIssues {

    /// How much is stored for one upload. Parts that are loaded concurrently do not see each other's issues,
    /// so the limits may be exceeded by those of a few parts.
    ///
    /// @param issues    the number of issues
    /// @param lineBytes the length of the lines stored with them
    record Limits(long issues, long lineBytes) {
        public static final Limits DEFAULT = new Limits(100_000, 64 << 20);
    }

    /// Selects issues.
    ///
    /// @param code null for all codes
    record Filter(@Nullable IssueCode code, Lines lines) {
        public static final Filter NONE = new Filter(null, Lines.ALL);
    }

    /// Selects lines by their outcome.
    enum Lines {
        ALL,
        /// Lines that gave no row.
        REJECTED,
        /// Lines that gave a row, or were left out as duplicates.
        READ
    }

    /// A position in the list of issues, which is ordered by line, and within a line by column.
    ///
    /// @param line   of the file
    /// @param number the number that the store gave to the issue
    record Place(long line, long number) {
        public static final Place START = new Place(0, 0);
    }

    /// An issue and its position.
    record StoredIssue(Place place, LineIssue issue) {}

    /// The issues after a position, in order; fewer than `limit` only if there are no more.
    List<StoredIssue> after(UploadId upload, Place place, int limit, Filter filter);

    /// The number of issues stored for the upload; empty if there is no such upload.
    Optional<Long> count(UploadId upload);

    /// The number of lines of the upload that are stored unchanged with an issue.
    long countLines(UploadId upload, Lines lines);
}

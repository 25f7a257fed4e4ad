package dev.carga.application.control;

import java.time.Duration;

/// What uploads leave behind that have ended, and that nobody needs any more: the CPFs of a dry run, the
/// text of a file that nobody goes on with, which columns of its rows are still unknown; answers of more than
/// a day ago; and rows that were replaced so long ago that nobody will want them back. Meant to be cleared
/// every minute or so, in as many processes as one likes.
@FunctionalInterface
public interface Cleanup {

    /// How long rows are kept that an update has replaced, unless somebody says otherwise.
    Duration REPLACED_ROWS_KEPT = Duration.ofDays(30);

    /// Clears what there is by now.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer; the next call
    ///         does it
    void clear();
}

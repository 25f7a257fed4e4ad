package dev.carga.application.control;

/// What uploads leave behind that have ended, and that nobody needs any more: the CPFs of a dry run, the
/// text of a file that nobody goes on with; and answers of more than a day ago. Meant to be cleared every
/// minute or so, in as many processes as one likes.
@FunctionalInterface
public interface Leftovers {

    /// Clears what there is by now.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer; the next call
    ///         does it
    void clear();
}

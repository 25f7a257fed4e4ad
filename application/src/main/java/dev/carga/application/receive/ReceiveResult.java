package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;

/// The result of receiving a file, for its sender.
public sealed interface ReceiveResult {

    /// All of the file is durable; its parts are being loaded.
    ///
    /// @param parts how many there are; 0 if the file has nothing but a header and blank lines
    record Accepted(UploadId upload, int parts) implements ReceiveResult {}

    /// The upload was ended while its file was still coming: it was cancelled or undone, it was found
    /// abandoned, or Carga aborted it. Its status says what became of the parts that came.
    ///
    /// @param aborted why Carga aborted it, such as
    ///                [dev.carga.application.report.UploadView#TOO_MANY_REJECTS]; null if it did not
    record Ended(UploadId upload, @Nullable String aborted) implements ReceiveResult {}

    /// The file is not accepted, and nothing of it was kept.
    record Refused(FileRefusal refusal) implements ReceiveResult {}

    /// The reading was stopped in the middle. The whole parts before are being loaded, by an upload that is
    /// `interrupted`; so are, of an archive, the files before.
    record Stopped(Stop reason) implements ReceiveResult {}

    /// Why the reading of a file was stopped.
    enum Stop {
        /// The package is damaged: bytes were changed, or bytes follow behind its end.
        DAMAGED,
        /// The package ends too early.
        TRUNCATED,
        /// A file of the archive can only be read with a password.
        ENCRYPTED,
        /// The compression method is not supported.
        UNSUPPORTED,
        /// Unpacking needs more memory than it may have.
        WINDOW_TOO_LARGE,
        /// The file expands further than a file of purchases would: a zip bomb.
        EXPANDS_TOO_FAR,
        /// The archive has more files than are taken at once.
        TOO_MANY_FILES,
        /// The file has more bytes than a file may have.
        TOO_LARGE
    }
}

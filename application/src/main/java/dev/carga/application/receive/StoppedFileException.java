package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import java.io.IOException;

/// A file is not read on: it is larger than may be, or what packs it cannot be read. An exception, and no [Receipt],
/// since it comes in the middle of a file that is being received.
public final class StoppedFileException extends IOException {

    /// Why.
    public enum Reason {
        /// It is not what it says it is: bytes were changed, or it is encrypted.
        DAMAGED,
        /// It ends before its end.
        TRUNCATED,
        /// It becomes larger than a file of purchases would: a bomb.
        EXPANDS_TOO_FAR,
        /// An archive of more files than are taken at once.
        TOO_MANY_FILES,
        /// It has more bytes than a file may have.
        TOO_LARGE
    }

    private static final long serialVersionUID = 1;

    private final Reason reason;

    StoppedFileException(Reason reason, @Nullable IOException cause) {
        super("The file is stopped: " + reason, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

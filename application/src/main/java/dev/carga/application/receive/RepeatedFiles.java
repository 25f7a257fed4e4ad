package dev.carga.application.receive;

import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Optional;

/// Tells files that were sent before. That a file is one shows at its end, while its parts are loaded from its
/// beginning on; so a file that begins as another one did is held back until then. Each call is one
/// transaction and safe to repeat. All throw [dev.carga.application.InfrastructureException] if the store
/// does not answer.
public interface RepeatedFiles {

    /// Writes down how an upload begins, before its first part; and holds it back if another began so and
    /// may be the same: one that was received within the window, or still is, for the same purpose (a dry
    /// run is another), and that nobody has withdrawn. No part of a held upload is handed out. Whoever ends
    /// its receiving before it is whole lets it go.
    ///
    /// @param head    SHA-256 of the head that was read to recognise the file, 64 hexadecimal digits in
    ///         lower case
    /// @param watched whether it is to be held back at all
    /// @return whether it is
    boolean register(UploadId upload, String head, boolean watched, Duration window);

    /// Lets a held upload go, unless its content is that of another: one that was received whole within the
    /// window, for the same purpose, that nobody has withdrawn, and of which not every part has failed.
    /// Then nothing of it is kept.
    ///
    /// @param sha256 of the whole file
    /// @return the one that was there before; empty if it is none
    Optional<UploadId> release(UploadId upload, String sha256, Duration window);

    /// For which no file is a repeat.
    static RepeatedFiles none() {
        return new RepeatedFiles() {
            @Override
            public boolean register(UploadId upload, String head, boolean watched, Duration window) {
                return false;
            }

            @Override
            public Optional<UploadId> release(UploadId upload, String sha256, Duration window) {
                return Optional.empty();
            }
        };
    }
}

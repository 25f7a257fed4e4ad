package dev.carga.application.receive;

import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Optional;

/// Finds files that were received before. The SHA-256 of a file is known at its end only, but its parts are
/// loaded from its beginning; so an upload whose head equals that of an earlier one is held until then. Each
/// call is one transaction and idempotent. All throw [dev.carga.application.InfrastructureException] if the
/// store is away.
public interface RepeatedFiles {

    /// Registers the head of an upload before its first part. Holds the upload if another one with the same
    /// head may be the same file: it was received within the window or is being received, for the same
    /// purpose (a dry run is another purpose), and was not withdrawn. No part of a held upload is dispatched.
    /// Ending the upload before its file is whole releases it.
    ///
    /// @param head    SHA-256 of the head by which the file was recognised, 64 hexadecimal digits in lower
    ///         case
    /// @param watched whether the upload may be held at all
    /// @return whether the upload is held
    boolean register(UploadId upload, String head, boolean watched, Duration window);

    /// Releases a held upload, unless it repeats another one: with the same content, received whole within
    /// the window, for the same purpose, not withdrawn, and of which not every part has failed. Then the held
    /// upload is deleted.
    ///
    /// @param sha256 of the whole file
    /// @return the earlier upload; empty if this is not a repeat
    Optional<UploadId> release(UploadId upload, String sha256, Duration window);

    /// An implementation that finds no repeats.
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

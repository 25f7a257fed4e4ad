package dev.carga.bootstrap.cli.client;

import dev.carga.domain.upload.UploadId;
import java.util.List;

/// A file that was sent and accepted.
///
/// @param uploads at least one; several if the file is an archive of several files
/// @param refused the files of an archive that were not accepted
public record SentFile(List<NamedUpload> uploads, List<RefusedFile> refused) {

    public SentFile {
        uploads = List.copyOf(uploads);
        refused = List.copyOf(refused);
    }

    /// An upload that was opened for the file.
    ///
    /// @param name of the file, or of the file in the archive
    public record NamedUpload(UploadId id, String name) {}

    /// A file of an archive that was not accepted.
    ///
    /// @param reason one sentence for people
    public record RefusedFile(String name, String reason) {}
}

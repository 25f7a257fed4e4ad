package dev.carga.application.receive;

import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;

/// Stores uploads and their parts. What a call stored is durable when it returns. Each call is one
/// transaction and idempotent, so that it can be retried after its response was lost. All throw
/// [dev.carga.application.InfrastructureException] if the store is away.
public interface UploadStore {

    /// What is known of an upload when it is opened.
    ///
    /// @param name    the file's name as the sender gave it; for display only
    /// @param layout  as it was recognised; the parts are read by it
    /// @param options for all parts of the upload
    /// @param trace   of the upload and of everything that is done for it
    record Opening(String name, Layout layout, UploadOptions options, TraceParent trace) {}

    /// Opens an upload, in state [ReceptionState#RECEIVING] and without parts.
    void open(UploadId upload, Opening opening);

    /// An upload that another one corrects.
    ///
    /// @param layout null if the first version received it, which knew only one layout, or if its head is
    ///         incomplete
    record Corrected(@Nullable Layout layout) {}

    /// Finds an upload that is to be corrected; empty if there is no such upload.
    Optional<Corrected> corrected(UploadId upload);

    /// Adds a part with its bytes, in state [dev.carga.domain.upload.PartState.Received].
    ///
    /// @return whether the part is stored; false if the upload takes no more parts: it was cancelled, or
    ///         ended as abandoned
    boolean add(UploadId upload, CutPart part);

    /// Why Carga aborted the upload, such as [dev.carga.application.report.UploadView#TOO_MANY_REJECTS];
    /// empty if it did not.
    Optional<String> abortion(UploadId upload);

    /// Ends the receiving: the upload takes no more parts. The first end holds; another call changes nothing.
    ///
    /// @param end    [ReceptionState#RECEIVED] or [ReceptionState#INTERRUPTED]
    /// @param bytes  how many bytes of the file were received
    /// @param sha256 of the whole file, 64 hexadecimal digits in lower case; null if it was not received
    ///         whole
    /// @return the end that holds
    ReceptionState close(UploadId upload, ReceptionState end, long bytes, @Nullable String sha256);

    /// Whether stored uploads outlast the call that stores them. If not, they can never be found again, and
    /// the log does not name them.
    default boolean isDurable() {
        return true;
    }
}

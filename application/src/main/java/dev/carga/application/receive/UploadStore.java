package dev.carga.application.receive;

import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;

/// Keeps what is received. What a call stored is durable when it returns; each is one transaction and safe to
/// repeat, so that it can be tried again when the answer was lost. All throw
/// [dev.carga.application.InfrastructureException] if the store does not answer.
public interface UploadStore {

    /// What is known of an upload from its beginning.
    ///
    /// @param name   the file's name as the sender gave it; for people only
    /// @param layout as it was recognised; the parts are read by it
    /// @param options hold for all of the upload's parts
    /// @param trace  what it belongs to, and with it whatever becomes of it
    record Opening(String name, Layout layout, UploadOptions options, TraceParent trace) {}

    /// Opens an upload, in state [ReceptionState#RECEIVING] and without parts.
    void open(UploadId upload, Opening opening);

    /// An upload that another is to correct.
    ///
    /// @param layout null if a version received it that knew only one, or its head is not whole
    record Corrected(@Nullable Layout layout) {}

    /// Empty if there is no such upload.
    Optional<Corrected> corrected(UploadId upload);

    /// Adds a part with its bytes, in state [dev.carga.domain.upload.PartState.Received].
    ///
    /// @return whether it is there; if not, the receiving has ended: somebody cancelled the upload, or its
    ///         sender seemed to be gone
    boolean add(UploadId upload, CutPart part);

    /// Why Carga itself gave it up, such as [dev.carga.application.report.UploadView#TOO_MANY_REJECTS]; empty
    /// if it did not.
    Optional<String> abortion(UploadId upload);

    /// Ends the receiving: no part is added any more. The first end holds; another call changes nothing.
    ///
    /// @param end    [ReceptionState#RECEIVED] or [ReceptionState#INTERRUPTED]
    /// @param bytes  how many bytes of the file came
    /// @param sha256 of the whole file, 64 hexadecimal digits in lower case; null if it did not come whole
    /// @return the end that holds
    ReceptionState close(UploadId upload, ReceptionState end, long bytes, @Nullable String sha256);

    /// Whether what it keeps outlasts the call that brings it. Where it does not, nothing is received that
    /// anybody could look for, and the log is not told.
    default boolean isDurable() {
        return true;
    }
}

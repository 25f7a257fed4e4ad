package dev.carga.application.receive;

import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Distinguishes uploads that are being received from those whose receiving process is gone. Both calls throw
/// [dev.carga.application.InfrastructureException] if the store is away.
public interface ReceiverHeartbeats {

    /// Confirms that these uploads are being received at this moment; to be repeated. Opening an upload
    /// confirms it, too.
    void confirm(Collection<UploadId> receiving);

    /// Ends, as [dev.carga.domain.upload.ReceptionState#INTERRUPTED], the uploads that were last confirmed
    /// longer ago than this. Their parts stay.
    ///
    /// @return the uploads that this call has ended
    List<UploadId> endAbandoned(Duration silence);
}

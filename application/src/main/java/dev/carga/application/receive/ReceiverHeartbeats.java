package dev.carga.application.receive;

import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Tells uploads that are being received from those whose receiver is gone. Both calls throw
/// [dev.carga.application.InfrastructureException] if the store does not answer.
public interface ReceiverHeartbeats {

    /// Says that these are being received at this moment; to be said again and again. An upload that is only
    /// just opened counts as confirmed.
    void confirm(Collection<UploadId> receiving);

    /// Ends, as [dev.carga.domain.upload.ReceptionState#INTERRUPTED], the receiving of those uploads that
    /// nobody has confirmed for so long. Their parts stay.
    ///
    /// @return those that this call has ended
    List<UploadId> endAbandoned(Duration silence);
}

package dev.carga.application.dispatch;

import dev.carga.domain.upload.UploadId;

/// Told that an upload may have parts that can be loaded.
@FunctionalInterface
public interface PartDispatch {

    /// Never throws for a store or a queue that is away: the parts are safe, and their time comes.
    void dispatch(UploadId upload);
}

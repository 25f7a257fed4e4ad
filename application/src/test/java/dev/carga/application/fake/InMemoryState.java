package dev.carga.application.fake;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The uploads and the table that the in-memory stores share. Its lock is the transaction: all methods but
/// [#call], [#run] and [#failNextCalls] need it held, as it is inside a call.
final class InMemoryState {

    final MemoryTable table = new MemoryTable();
    private final Map<UploadId, MemoryUpload> uploads = new LinkedHashMap<>();
    private int failingCalls;

    /// The next `calls` calls of any port fail as if the store were away; 0 ends an outage.
    synchronized void failNextCalls(int calls) {
        failingCalls = calls;
    }

    /// Runs one call of a port, unless the store is away.
    synchronized <T> T call(Supplier<T> work) {
        if (failingCalls > 0) {
            failingCalls--;
            throw new InfrastructureException.Transient("The store is away", null);
        }
        return work.get();
    }

    /// As [#call], without a result.
    void run(Runnable work) {
        boolean _ = call(() -> {
            work.run();
            return true;
        });
    }

    /// Adds an upload, unless there is one with its id.
    boolean add(MemoryUpload upload) {
        return uploads.putIfAbsent(upload.id, upload) == null;
    }

    void remove(UploadId upload) {
        uploads.remove(upload);
    }

    /// All uploads, oldest first.
    Collection<MemoryUpload> uploads() {
        return uploads.values();
    }

    Optional<MemoryUpload> find(UploadId upload) {
        return Optional.ofNullable(uploads.get(upload));
    }

    MemoryUpload known(UploadId upload) {
        return find(upload)
                .orElseThrow(() -> new InfrastructureException.Permanent("There is no upload " + upload, null));
    }

    /// The parts of an upload in the order of the file; none if the upload is unknown.
    Stream<MemoryPart> parts(UploadId upload) {
        return find(upload).stream().flatMap(known -> known.parts().stream());
    }

    Stream<MemoryPart> allParts() {
        return uploads.values().stream().flatMap(upload -> upload.parts().stream());
    }

    Optional<MemoryPart> part(PartRef ref) {
        return parts(ref.upload()).filter(part -> part.ref.equals(ref)).findFirst();
    }

    /// The part, if it is queued and no worker holds it.
    Optional<MemoryPart> free(PartRef ref) {
        return part(ref).filter(part -> part.state instanceof PartState.Queued && !part.rowLock.isLocked());
    }
}

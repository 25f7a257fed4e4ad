package dev.carga.application.receive;

import dev.carga.application.dispatch.DispatchParts;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends uploads whose sender never came back and whose receiver died before it could say so; and says of
/// those that are being received here that they are not among them. Meant to run every few seconds, in every
/// process.
public final class ExpireAbandonedUploads {

    /// What settings may choose otherwise. Longer than a client waits for a store that is away.
    public static final Duration DEFAULT_SILENCE = Duration.ofMinutes(2);

    private static final long NEVER = Long.MIN_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(ExpireAbandonedUploads.class);

    private final ReceiverHeartbeats watch;
    private final Supplier<Collection<UploadId>> receivedHere;
    private final DispatchParts dispatchParts;
    private final Duration silence;

    /// When the store answered last, in nanoseconds; [#NEVER] if it did not at the last look.
    private long lastLook = NEVER;

    /// Since when it has answered every time, and soon.
    private long steadySince;

    /// @param silence for how long nobody confirms an upload that is taken for abandoned; several times as
    ///                long as the pause between two runs
    public ExpireAbandonedUploads(
            ReceiverHeartbeats watch,
            Supplier<Collection<UploadId>> receivedHere,
            DispatchParts dispatchParts,
            Duration silence) {
        this.watch = watch;
        this.receivedHere = receivedHere;
        this.dispatchParts = dispatchParts;
        this.silence = silence;
    }

    /// What came whole of an abandoned upload is loaded, and the rest never will be. Nobody is taken for
    /// gone who could not confirm: after the store was away, others have the whole time of silence to do so
    /// first.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer; the next run does it
    public void watch() {
        long before = lastLook;
        lastLook = NEVER;
        watch.confirm(receivedHere.get());
        lastLook = System.nanoTime();
        if (before == NEVER || lastLook - before > silence.toNanos() / 2) {
            steadySince = lastLook;
        }
        if (lastLook - steadySince < silence.toNanos()) {
            return;
        }
        for (UploadId upload : watch.endAbandoned(silence)) {
            LOG.warn("event=upload_abandoned upload={} silent_for_s={}", upload, silence.toSeconds());
            dispatchParts.dispatch(upload);
        }
    }
}

package dev.carga.application.receive;

import dev.carga.application.dispatch.DispatchParts;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends uploads whose receiving process died before it could end them, and confirms those that this process
/// is receiving. To be run every few seconds, in every process. For one thread at a time.
public final class ExpireAbandonedUploads {

    /// After this time without a confirmation an upload is abandoned, unless the settings say otherwise.
    /// Longer than a client waits for a store that is away.
    public static final Duration DEFAULT_SILENCE = Duration.ofMinutes(2);

    private static final long NEVER = Long.MIN_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(ExpireAbandonedUploads.class);

    private final ReceiverHeartbeats heartbeats;
    private final Supplier<Collection<UploadId>> inProgress;
    private final DispatchParts dispatchParts;
    private final Duration silence;

    /// The [System#nanoTime] of the last confirmation; [#NEVER] if the last run failed.
    private long lastConfirmation = NEVER;

    /// The [System#nanoTime] since which every run has confirmed in time.
    private long steadySince;

    /// @param inProgress gives the uploads that this process is receiving
    /// @param silence    after this time without a confirmation an upload is abandoned; several times as long
    ///                   as the pause between two runs
    public ExpireAbandonedUploads(
            ReceiverHeartbeats heartbeats,
            Supplier<Collection<UploadId>> inProgress,
            DispatchParts dispatchParts,
            Duration silence) {
        this.heartbeats = heartbeats;
        this.inProgress = inProgress;
        this.dispatchParts = dispatchParts;
        this.silence = silence;
    }

    /// Runs once. The whole parts of an abandoned upload are loaded. After the store was away, other
    /// processes first have the whole time of silence to confirm their uploads.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store is away; the next run catches up
    public void expire() {
        long before = lastConfirmation;
        lastConfirmation = NEVER;
        heartbeats.confirm(inProgress.get());
        lastConfirmation = System.nanoTime();
        if (before == NEVER || lastConfirmation - before > silence.toNanos() / 2) {
            steadySince = lastConfirmation;
        }
        if (lastConfirmation - steadySince < silence.toNanos()) {
            return;
        }
        for (UploadId upload : heartbeats.endAbandoned(silence)) {
            LOG.warn("event=upload_abandoned upload={} silent_for_s={}", upload, silence.toSeconds());
            dispatchParts.dispatch(upload);
        }
    }
}

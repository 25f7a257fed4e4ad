package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Follows an upload while it is received and loaded. Polls, since another process may be changing it.
/// Thread-safe; each call waits in the thread of its caller.
public final class WatchUpload {

    /// The default pause between two polls.
    public static final Duration PAUSE = Duration.ofMillis(500);

    private final ReportUploads report;
    private final Duration pause;
    private final BooleanSupplier stopping;

    /// @param stopping when true, calls return instead of waiting on
    public WatchUpload(ReportUploads report, Duration pause, BooleanSupplier stopping) {
        this.report = report;
        this.pause = pause;
        this.stopping = stopping;
    }

    /// Receives the result of each poll.
    ///
    /// @param <X> what its methods may throw
    public interface Follower<X extends Exception> {
        /// The upload has changed since the last poll, or this is the first poll.
        void changed(UploadView upload) throws X;

        /// The upload has not changed since the last poll.
        void unchanged() throws X;
    }

    /// Waits for the upload to end.
    ///
    /// @return the upload at its end, or as it is after the time limit; empty if there is no upload with this
    ///         id
    public Optional<UploadView> awaitEnd(UploadId upload, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<UploadView> found = report.find(upload);
            long left = deadline - System.nanoTime();
            if (found.isEmpty() || found.get().finished().isPresent() || left <= 0 || stopping.getAsBoolean()) {
                return found;
            }
            Thread.sleep(Duration.ofNanos(Math.min(left, pause.toNanos())));
        }
    }

    /// Passes each change to the follower, until the upload ends.
    public <X extends Exception> void follow(UploadId upload, Follower<X> follower) throws X, InterruptedException {
        @Nullable Seen last = null;
        while (true) {
            Optional<UploadView> found = report.find(upload);
            if (found.isEmpty()) {
                return;
            }
            Seen now = Seen.of(found.get());
            if (now.equals(last)) {
                follower.unchanged();
            } else {
                follower.changed(found.get());
            }
            last = now;
            if (found.get().finished().isPresent() || stopping.getAsBoolean()) {
                return;
            }
            Thread.sleep(pause);
        }
    }

    /// What counts as a change. Rates and estimates do not: they differ in every poll.
    private record Seen(UploadState state, PartCounts parts, UploadView.Lines lines, UploadView.Removal removal) {
        static Seen of(UploadView upload) {
            return new Seen(upload.state(), upload.parts(), upload.lines(), upload.removal());
        }
    }
}

package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Looks on while an upload is received and loaded, by asking again and again: whoever changes it may be another
/// process. Safe to call from several threads; each call waits in its own.
public final class WatchUpload {

    /// How often it is asked, unless told otherwise.
    public static final Duration PAUSE = Duration.ofMillis(500);

    private final ReportUploads report;
    private final Duration pause;
    private final BooleanSupplier leaving;

    /// @param leaving when true, nobody waits any more
    public WatchUpload(ReportUploads report, Duration pause, BooleanSupplier leaving) {
        this.report = report;
        this.pause = pause;
        this.leaving = leaving;
    }

    /// Is told what is seen.
    ///
    /// @param <X> what telling it on may throw
    public interface Follower<X extends Exception> {
        /// Something is different from the last time; so it is the first time.
        void changed(UploadView upload) throws X;

        /// Nothing is.
        void unchanged() throws X;
    }

    /// The upload once everything of it has its answer, or as it is when the time is up; empty if there is none
    /// with this id.
    public Optional<UploadView> awaitEnd(UploadId upload, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            Optional<UploadView> found = report.find(upload);
            long left = deadline - System.nanoTime();
            if (found.isEmpty() || found.get().finished().isPresent() || left <= 0 || leaving.getAsBoolean()) {
                return found;
            }
            Thread.sleep(Duration.ofNanos(Math.min(left, pause.toNanos())));
        }
    }

    /// Tells each change, until everything has its answer.
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
            if (found.get().finished().isPresent() || leaving.getAsBoolean()) {
                return;
            }
            Thread.sleep(pause);
        }
    }

    /// What makes two looks different. Rates and estimates always are.
    private record Seen(UploadState state, PartCounts parts, UploadView.Lines lines, UploadView.Removal removal) {
        static Seen of(UploadView upload) {
            return new Seen(upload.state(), upload.parts(), upload.lines(), upload.removal());
        }
    }
}

package dev.carga.adapters.http.report;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.report.UploadView;
import dev.carga.application.report.WatchUpload;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /api/v1/uploads/{id}/events`: each change of an upload, as Server-Sent Events (WHATWG HTML, 9.2), until it
/// has ended. `GET /api/v1/uploads/{id}?wait=SECONDS`: long polling, answered when the upload has ended or the time is
/// up.
public final class EventRoutes {

    /// Carga and many proxies close a connection that is silent for 30 seconds.
    private static final int LONGEST_WAIT_SECONDS = 25;

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /// The limit of concurrent requests: each one queries the database twice a second.
    private static final int MAX_WATCHERS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

    private final WatchUpload watch;
    private final Semaphore permits = new Semaphore(MAX_WATCHERS);

    public EventRoutes(WatchUpload watch) {
        this.watch = watch;
    }

    /// @param wait the value of the parameter `wait`, not validated yet
    void awaitEnd(Context ctx, UploadId id, String wait) throws InterruptedException {
        if (!wait.matches("[0-9]{1,4}") || Integer.parseInt(wait) > LONGEST_WAIT_SECONDS) {
            Responses.refuse(ctx, Problem.MALFORMED_WAIT, LONGEST_WAIT_SECONDS);
            return;
        }
        if (!permits.tryAcquire()) {
            Responses.refuse(ctx, Problem.TOO_MANY_WATCHERS);
            return;
        }
        try {
            watch.awaitEnd(id, Duration.ofSeconds(Integer.parseInt(wait)))
                    .ifPresentOrElse(
                            upload -> Responses.answer(ctx, 200, UploadJson.of(upload, IssueMessages.of(ctx))),
                            () -> Responses.refuse(ctx, Problem.UNKNOWN_UPLOAD, id));
        } finally {
            permits.release();
        }
    }

    public void events(Context ctx) throws InterruptedException {
        Optional<UploadId> id = UploadPath.id(ctx);
        if (id.isEmpty()) {
            return;
        }
        if (!permits.tryAcquire()) {
            Responses.refuse(ctx, Problem.TOO_MANY_WATCHERS);
            return;
        }
        try {
            Events events = new Events(ctx);
            watch.follow(id.get(), events);
            if (events.last == null) {
                Responses.refuse(ctx, Problem.UNKNOWN_UPLOAD, id.get());
            } else if (events.last.finished().isPresent()) {
                events.send("end", events.last);
            }
        } catch (IOException e) {
            LOG.debug("event=watcher_left cause={}", e.toString());
        } finally {
            permits.release();
        }
    }

    /// Writes and flushes each event. The response starts with the first event, so that an unknown upload can still
    /// be refused.
    private static final class Events implements WatchUpload.Follower<IOException> {

        private final Context ctx;
        private final IssueMessages messages;
        private @Nullable UploadView last;
        private long lastWritten;
        private int number;

        Events(Context ctx) {
            this.ctx = ctx;
            this.messages = IssueMessages.of(ctx);
        }

        @Override
        public void changed(UploadView upload) throws IOException {
            last = upload;
            send("upload", upload);
        }

        @Override
        public void unchanged() throws IOException {
            if (System.nanoTime() - lastWritten > HEARTBEAT.toNanos()) {
                write(": still here\n\n");
            }
        }

        void send(String event, UploadView upload) throws IOException {
            String json = new String(UploadJson.of(upload, messages), StandardCharsets.UTF_8);
            write("id: " + ++number + "\nevent: " + event + "\ndata: " + json + "\n\n");
        }

        private void write(String text) throws IOException {
            if (number <= 1) {
                // X-Accel-Buffering asks nginx, and proxies that follow it, not to buffer the response.
                ctx.status(200)
                        .contentType("text/event-stream")
                        .header("Cache-Control", "no-store")
                        .header("X-Accel-Buffering", "no");
            }
            OutputStream out = ctx.res().getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            lastWritten = System.nanoTime();
        }
    }
}

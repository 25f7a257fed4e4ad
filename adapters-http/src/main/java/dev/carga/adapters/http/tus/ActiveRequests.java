package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.server.HeaderTimeout;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of this process that are writing to an upload. A request whose client has disconnected would
/// wait for its next byte until a timeout. When the client comes back, that request is ended at once, and what
/// it has received is stored. (The store fences off requests in other processes.) Thread-safe.
final class ActiveRequests {

    private static final Duration END_TIMEOUT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRequests.class);

    private final Map<UploadId, ActiveRequest> byUpload = new ConcurrentHashMap<>();

    /// A request that is writing until it is closed.
    final class ActiveRequest implements AutoCloseable {

        private final UploadId upload;
        private final @Nullable Connection connection;
        private final CountDownLatch ended = new CountDownLatch(1);

        private ActiveRequest(UploadId upload, @Nullable Connection connection) {
            this.upload = upload;
            this.connection = connection;
        }

        @Override
        public void close() {
            byUpload.remove(upload, this);
            ended.countDown();
        }
    }

    ActiveRequest begin(UploadId upload, HttpServletRequest request) {
        ActiveRequest active = new ActiveRequest(upload, (Connection) request.getAttribute(HeaderTimeout.CONNECTION));
        byUpload.put(upload, active);
        return active;
    }

    /// Closes the connection of the request that is writing to the upload, if there is one, and waits for it to
    /// end, for three seconds at most.
    void end(UploadId upload) {
        @Nullable ActiveRequest active = byUpload.get(upload);
        if (active == null || active.connection == null) {
            return;
        }
        LOG.info("event=upload_taken_over upload={}", upload);
        active.connection.getEndPoint().close();
        try {
            boolean _ = active.ended.await(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

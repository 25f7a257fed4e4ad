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

/// The requests that write to an upload at this moment, here. One whose sender is gone would wait for its next
/// byte until its time is up; when the sender comes again it is ended at once, and what it has got is made
/// durable. (Requests at other processes are shut out by the store.) Thread-safe.
final class ActiveRequests {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRequests.class);

    private final Map<UploadId, ActiveRequest> writing = new ConcurrentHashMap<>();

    /// One of them, until it is closed.
    final class ActiveRequest implements AutoCloseable {

        private final UploadId upload;
        private final @Nullable Connection connection;
        private final CountDownLatch through = new CountDownLatch(1);

        private ActiveRequest(UploadId upload, @Nullable Connection connection) {
            this.upload = upload;
            this.connection = connection;
        }

        @Override
        public void close() {
            writing.remove(upload, this);
            through.countDown();
        }
    }

    ActiveRequest begin(UploadId upload, HttpServletRequest request) {
        ActiveRequest writer = new ActiveRequest(upload, (Connection) request.getAttribute(HeaderTimeout.CONNECTION));
        writing.put(upload, writer);
        return writer;
    }

    /// Ends the one that writes to this upload, if there is one, and waits a little until it is through.
    void end(UploadId upload) {
        @Nullable ActiveRequest writer = writing.get(upload);
        if (writer == null || writer.connection == null) {
            return;
        }
        LOG.info("event=upload_taken_over upload={}", upload);
        writer.connection.getEndPoint().close();
        try {
            boolean _ = writer.through.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.carga.adapters.http.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes connections on which the headers of a request do not arrive in time: for the first request since the
/// connection was opened, for others since the previous response. The idle timeout is not enough: a client that
/// sends one byte every few seconds would keep its connection for days.
public final class HeaderTimeout extends Handler.Wrapper implements Connection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(HeaderTimeout.class);
    private static final long MAX_TICK_MS = 1_000;

    /// The attribute of a request that holds its [Connection].
    public static final String CONNECTION = HeaderTimeout.class.getName() + ".connection";

    private final Duration limit;

    /// The connections without a request in progress, and since when: [System#nanoTime()].
    private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

    private final Thread watcher = Thread.ofVirtual().name("http-heads").unstarted(this::watch);

    HeaderTimeout(Duration limit) {
        this.limit = limit;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        watcher.start();
    }

    @Override
    protected void doStop() throws Exception {
        watcher.interrupt();
        super.doStop();
    }

    @Override
    public void onOpened(Connection connection) {
        waiting.put(connection, System.nanoTime());
    }

    @Override
    public void onClosed(Connection connection) {
        waiting.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        waiting.remove(connection);
        request.setAttribute(CONNECTION, connection);
        Request.addCompletionListener(request, _ -> {
            if (connection.getEndPoint().isOpen()) {
                waiting.put(connection, System.nanoTime());
            }
        });
        return super.handle(request, response, callback);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Math.clamp(limit.toMillis() / 4, 1, MAX_TICK_MS));
                long now = System.nanoTime();
                waiting.forEach((connection, since) -> {
                    if (now - since > limit.toNanos() && waiting.remove(connection, since)) {
                        LOG.debug("event=head_too_slow connection={}", connection);
                        connection.getEndPoint().close();
                    }
                });
            }
        } catch (InterruptedException _) {
            // The server stops.
        }
    }
}

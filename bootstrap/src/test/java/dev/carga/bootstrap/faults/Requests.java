package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The requests of a client other than sending files.
final class Requests {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private Requests() {}

    /// Cancels an upload, retries its failed parts, or undoes it.
    ///
    /// @param action `cancel`, `undo`, or `retry?on_duplicate=skip`
    /// @return the status of the response; 0 if there was none
    /// @throws SocketTimeoutException if the server accepted the connection and sent nothing within the bound
    static int act(int port, String messageId, String action, Duration bound) throws SocketTimeoutException {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/uploads/" + messageId + "/" + action);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
            connection.setReadTimeout(Math.toIntExact(bound.toMillis()));
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                if (body != null) {
                    body.readAllBytes();
                }
            }
            return Math.max(0, status);
        } catch (SocketTimeoutException e) {
            if (String.valueOf(e.getMessage()).startsWith("Connect")) {
                return 0;
            }
            throw e;
        } catch (IOException e) {
            return 0;
        }
    }

    /// The status document of an upload.
    static String status(int port, String messageId) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/status?message_id=" + messageId);
        URLConnection connection = uri.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        connection.setReadTimeout(60_000);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

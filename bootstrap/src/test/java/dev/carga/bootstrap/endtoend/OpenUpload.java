package dev.carga.bootstrap.endtoend;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A request that sends a file step by step.
final class OpenUpload implements AutoCloseable {

    private static final String HEAD =
            "--limit\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n";
    private static final String END = "\r\n--limit--\r\n";
    private static final int READ_TIMEOUT_MS = 90_000;

    private final Socket socket;
    private final OutputStream out;

    /// Connects, and sends the beginning of the request.
    ///
    /// @param fileBytes the length of the file
    OpenUpload(int port, long fileBytes) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_TIMEOUT_MS);
        out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
        ascii("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=limit\r\nContent-Length: "
                + (HEAD.length() + fileBytes + END.length()) + "\r\nConnection: close\r\n\r\n" + HEAD);
    }

    void write(byte[] bytes, int from, int to) throws IOException {
        out.write(bytes, from, to - from);
    }

    void flush() throws IOException {
        out.flush();
    }

    /// Ends the request, and returns the response with its head.
    String finish() throws IOException {
        ascii(END);
        out.flush();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void ascii(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

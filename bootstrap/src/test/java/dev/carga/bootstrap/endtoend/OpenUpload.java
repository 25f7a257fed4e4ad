package dev.carga.bootstrap.endtoend;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A file on its way to the server, sent as the test sees fit.
final class OpenUpload implements AutoCloseable {

    private static final String HEAD =
            "--limit\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n";
    private static final String END = "\r\n--limit--\r\n";
    private static final int PATIENCE_MS = 90_000;

    private final Socket socket;
    private final OutputStream out;

    /// Connects and begins.
    ///
    /// @param fileBytes how many will come
    OpenUpload(int port, long fileBytes) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
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

    /// Ends the form, and waits for what the server says.
    String answer() throws IOException {
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

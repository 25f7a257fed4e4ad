package dev.carga.adapters.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes HTTP/1.1 requests byte by byte, including ones that client libraries refuse to send.
public final class RawHttp {

    /// A response.
    ///
    /// @param head status line and headers; all that was received if no empty line follows them
    public record Reply(String head, String body) {

        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    private RawHttp() {}

    public static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// A request with these head lines, the `Content-Length` of the body, and the body.
    public static byte[] request(byte[] body, String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("Content-Length: " + body.length);
        return requestAsIs(body, all.toArray(String[]::new));
    }

    /// As [#request], without `Content-Length`.
    public static byte[] requestAsIs(byte[] body, String... lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                (String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /// Sends the request, closes the output, and reads the response.
    public static Reply exchange(int port, byte[] request) throws IOException {
        try (Socket socket = open(port)) {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return read(socket);
        }
    }

    /// Reads a response until the server closes the connection. A connection reset ends the text with ` reset: `.
    public static Reply read(Socket socket) throws IOException {
        String text = new String(readAll(socket.getInputStream()), StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? new Reply(text, "") : new Reply(text.substring(0, end), text.substring(end + 4));
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        try {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                all.write(chunk, 0, length);
            }
        } catch (SocketException e) {
            all.writeBytes((" reset: " + e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
        return all.toByteArray();
    }
}

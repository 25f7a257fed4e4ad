package dev.carga.bootstrap.faults;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One `POST /`, written to a socket, so that it can be cut at any byte.
final class UploadRequest {

    private static final Pattern STATUS = Pattern.compile("HTTP/1[.]1 ([0-9]{3})");
    private static final Pattern ID = Pattern.compile("\"message_id\" *: *\"([-0-9a-f]{36})\"");
    private static final int CHUNK = 32 << 10;

    /// The response of the server.
    sealed interface Response {
        record Accepted(String messageId) implements Response {}

        record Refused(int status) implements Response {}

        /// No response, or an incomplete one.
        record Broken(String reason) implements Response {}
    }

    private UploadRequest() {}

    /// Where the connection is closed within the file.
    ///
    /// @param afterBytes of the file
    /// @param byReset    by a TCP reset, not by a plain end
    record CutPoint(long afterBytes, boolean byReset) {
        static final CutPoint NONE = new CutPoint(Long.MAX_VALUE, false);
    }

    static Response send(int port, String name, String policy, FileContent content, CutPoint cut, StallTimer stall) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stall.begin(socket);
            OutputStream raw = socket.getOutputStream();
            raw.write(("POST /?on_duplicate=" + policy + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nContent-Type: multipart/form-data; boundary=limit\r\nTransfer-Encoding: chunked\r\n"
                            + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            ChunkedStream chunks = new ChunkedStream(raw, stall);
            OutputStream body = new BufferedOutputStream(chunks, CHUNK);
            try {
                body.write(
                        ("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                content.writeTo(new LimitedOutputStream(body, cut.afterBytes()));
                if (cut.afterBytes() < Long.MAX_VALUE) {
                    throw new CutException(); // the file is shorter: cut at its end
                }
                body.write("\r\n--limit--\r\n".getBytes(StandardCharsets.US_ASCII));
                body.flush();
                chunks.end();
            } catch (CutException e) {
                body.flush();
                socket.setSoLinger(cut.byReset(), 0);
                return new Response.Broken("cut");
            }
            return response(socket.getInputStream(), stall);
        } catch (IOException e) {
            return new Response.Broken(String.valueOf(e.getMessage()));
        } finally {
            stall.end();
        }
    }

    private static Response response(InputStream in, StallTimer stall) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        stall.moved();
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            return new Response.Broken("no response");
        }
        if (!status.group(1).equals("202")) {
            return new Response.Refused(Integer.parseInt(status.group(1)));
        }
        Matcher id = ID.matcher(text);
        return id.find() ? new Response.Accepted(id.group(1)) : new Response.Broken("an incomplete response");
    }

    private static final class CutException extends IOException {}

    /// Passes on this many bytes, then throws.
    private static final class LimitedOutputStream extends FilterOutputStream {

        private long left;

        LimitedOutputStream(OutputStream out, long left) {
            super(out);
            this.left = left;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int passed = (int) Math.min(left, count);
            out.write(bytes, from, passed);
            left -= passed;
            if (passed < count) {
                throw new CutException();
            }
        }
    }

    /// The chunked transfer coding of HTTP, one chunk for each write.
    private static final class ChunkedStream extends FilterOutputStream {

        private final StallTimer stall;

        ChunkedStream(OutputStream out, StallTimer stall) {
            super(out);
            this.stall = stall;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, from, count);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            stall.moved();
        }

        /// Ends the body.
        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}

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

/// One `POST /` by hand, over a socket that may be cut at any byte.
final class Sending {

    private static final Pattern STATUS = Pattern.compile("HTTP/1[.]1 ([0-9]{3})");
    private static final Pattern ID = Pattern.compile("\"message_id\" *: *\"([-0-9a-f]{36})\"");
    private static final int CHUNK = 32 << 10;

    /// What it came to.
    sealed interface Answer {
        record Accepted(String messageId) implements Answer {}

        record Refused(int status) implements Answer {}

        /// No answer, or none that came whole.
        record Broken(String why) implements Answer {}
    }

    private Sending() {}

    /// Where a file is cut off.
    ///
    /// @param cutAt  after so many bytes of the file the connection is closed
    /// @param rudely by a reset, not by a plain end
    record Cutting(long cutAt, boolean rudely) {
        static final Cutting NONE = new Cutting(Long.MAX_VALUE, false);
    }

    static Answer send(int port, String name, String policy, FileContent content, Cutting cutting, Stall stall) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stall.begin(socket);
            OutputStream raw = socket.getOutputStream();
            raw.write(("POST /?on_duplicate=" + policy + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nContent-Type: multipart/form-data; boundary=limit\r\nTransfer-Encoding: chunked\r\n"
                            + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            Chunks chunks = new Chunks(raw, stall);
            OutputStream body = new BufferedOutputStream(chunks, CHUNK);
            try {
                body.write(
                        ("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                content.writeTo(new Scissors(body, cutting.cutAt()));
                if (cutting.cutAt() < Long.MAX_VALUE) {
                    throw new CutOff(); // the file was shorter: it is cut at its end
                }
                body.write("\r\n--limit--\r\n".getBytes(StandardCharsets.US_ASCII));
                body.flush();
                chunks.end();
            } catch (CutOff cut) {
                body.flush();
                socket.setSoLinger(cutting.rudely(), 0);
                return new Answer.Broken("cut");
            }
            return answer(socket.getInputStream(), stall);
        } catch (IOException e) {
            return new Answer.Broken(String.valueOf(e.getMessage()));
        } finally {
            stall.end();
        }
    }

    private static Answer answer(InputStream in, Stall stall) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        stall.moved();
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            return new Answer.Broken("no answer");
        }
        if (!status.group(1).equals("202")) {
            return new Answer.Refused(Integer.parseInt(status.group(1)));
        }
        Matcher id = ID.matcher(text);
        return id.find() ? new Answer.Accepted(id.group(1)) : new Answer.Broken("an answer cut short");
    }

    private static final class CutOff extends IOException {}

    /// Lets so many bytes through, and no more.
    private static final class Scissors extends FilterOutputStream {

        private long left;

        Scissors(OutputStream out, long left) {
            super(out);
            this.left = left;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int through = (int) Math.min(left, count);
            out.write(bytes, from, through);
            left -= through;
            if (through < count) {
                throw new CutOff();
            }
        }
    }

    /// HTTP's chunks, one for each write.
    private static final class Chunks extends FilterOutputStream {

        private final Stall stall;

        Chunks(OutputStream out, Stall stall) {
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

        /// The body is whole.
        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}

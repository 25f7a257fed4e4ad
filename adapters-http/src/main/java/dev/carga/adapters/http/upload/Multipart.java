package dev.carga.adapters.http.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.application.receive.FileName;
import dev.carga.domain.Nullable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.eclipse.jetty.util.SearchPattern;

/// A multipart body (RFC 7578, RFC 2046 5.1), read as it arrives: nothing of it is spooled, and going to the
/// next file passes over the rest of the one before. Holds one buffer, whatever the size of the body.
///
/// Of our own, since the time to look for the boundary is a good part of the time to receive a file: the
/// libraries look at every byte, while a pattern search skips ahead. (Jetty's parser skips too, but adds a line
/// end to a file whose first bytes look like the boundary and come in a piece of their own.)
public final class Multipart {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_HEAD_BYTES = 8 << 10;

    /// As RFC 2046 has it. A longer one could make the search for it as slow as it is long.
    private static final int MAX_BOUNDARY_BYTES = 70;

    /// Of a field that is asked for no more is read: a longer one is no value that anybody knows.
    private static final int MAX_FIELD_BYTES = 8 << 10;

    private static final int MAX_VALUES = 8;

    /// A file of the form.
    ///
    /// @param name  never empty, see [FileName]
    /// @param clean whether it is what the sender gave
    record File(String name, boolean clean, InputStream content) {}

    private final InputStream body;
    private final Set<String> fields;
    private final Map<String, List<String>> values = new HashMap<>();
    private final byte[] delimiter;
    private final SearchPattern search;
    private final byte[] buffer;

    /// What was read and not yet taken is `buffer[at, end)`; up to `limit` it surely is content.
    private int at;

    private int limit;
    private int end;

    /// Whether there is a delimiter at the limit.
    private boolean delimited;

    private boolean anyPart;
    private boolean ended;
    private boolean closed;

    /// @param fields the names of those ordinary fields whose values are kept
    /// @throws IOException if the Content-Type names no boundary
    Multipart(String contentType, InputStream body, Set<String> fields) throws IOException {
        this(contentType, body, fields, BUFFER_BYTES);
    }

    /// For tests: a smaller buffer, which must hold a head and a delimiter.
    Multipart(String contentType, InputStream body, Set<String> fields, int bufferBytes) throws IOException {
        String boundary = parameters(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_BYTES) {
            throw new IOException("The multipart body has no boundary of 1 to " + MAX_BOUNDARY_BYTES + " characters");
        }
        this.buffer = new byte[bufferBytes];
        this.body = body;
        this.fields = fields;
        delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        search = SearchPattern.compile(delimiter);
        // The first delimiter may be the very beginning of the body: the line end that belongs to it is put
        // before.
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    public static boolean is(HttpServletRequest request) {
        // Not getContentType(), which looks up the charset, and throws where there is none of that name.
        @Nullable String type = request.getHeader("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /// The next part that is a file, or null after the last. Ordinary fields are passed over, but for those
    /// whose values are kept, and so are file inputs that were left empty, which browsers send without a name.
    ///
    /// @throws IOException if the body breaks off or breaks the rules
    @Nullable
    File nextFile() throws IOException {
        while (toNextPart()) {
            Map<String, String> disposition = readDisposition();
            limit = at;
            if (disposition.containsKey("filename")) {
                String given = Objects.requireNonNullElse(disposition.get("filename"), "");
                String name = FileName.of(given);
                if (!name.isEmpty()) {
                    return new File(name, name.equals(given), new Content());
                }
            } else {
                String name = Objects.requireNonNullElse(disposition.get("name"), "");
                if (fields.contains(name)) {
                    byte[] value = new Content().readNBytes(MAX_FIELD_BYTES);
                    String text = new String(value, UTF_8);
                    keep(name, value.length < MAX_FIELD_BYTES ? text.strip() : text);
                }
            }
        }
        return null;
    }

    /// A form may have fields without end; what it says more than once it says once.
    private void keep(String field, String value) {
        List<String> values = this.values.computeIfAbsent(field, _ -> new ArrayList<>());
        if (values.size() < MAX_VALUES && !values.contains(value)) {
            values.add(value);
        }
    }

    /// The different values of each field since the last call, in their order.
    Map<String, List<String>> takeValues() {
        Map<String, List<String>> taken = Map.copyOf(values);
        values.clear();
        return taken;
    }

    /// Passes over the rest of the part, or what stands before the first; false after the last.
    private boolean toNextPart() throws IOException {
        if (closed) {
            return false;
        }
        try {
            while (hasContent()) {
                at = limit;
            }
        } catch (EOFException e) {
            if (anyPart || !ended) {
                throw e;
            }
            return false; // a body without any part is an empty form
        }
        at += delimiter.length;
        delimited = false;
        while (end - at < 2) {
            fill();
        }
        closed = buffer[at] == '-' && buffer[at + 1] == '-';
        if (!closed && !readLine().isBlank()) {
            throw new IOException("A boundary of the multipart body has something behind it");
        }
        anyPart = true;
        return !closed;
    }

    /// Whether there is content before the limit, which is moved on where need be; false at a delimiter.
    private boolean hasContent() throws IOException {
        while (at == limit && !delimited) {
            int found = search.match(buffer, at, end - at);
            delimited = found >= 0;
            // The last bytes may be the beginning of a delimiter.
            limit = delimited ? found : Math.max(at, end - delimiter.length + 1);
            if (at == limit && !delimited) {
                fill();
            }
        }
        return at < limit;
    }

    /// Reads on, behind what is not yet taken.
    private void fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        limit -= at;
        end -= at;
        at = 0;
        int length = body.read(buffer, end, buffer.length - end);
        ended = length < 0;
        if (ended) {
            throw new EOFException("The multipart body breaks off");
        }
        end += length;
    }

    /// Reads the head of a part; answers the parameters of its Content-Disposition.
    private Map<String, String> readDisposition() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            head.append(folded ? "" : "\n").append(line);
            if (head.length() > MAX_HEAD_BYTES) {
                throw headTooLong();
            }
        }
        for (String header : head.toString().split("\n", -1)) {
            int colon = header.indexOf(':');
            if (colon > 0 && header.substring(0, colon).strip().equalsIgnoreCase("Content-Disposition")) {
                return parameters(header.substring(colon + 1));
            }
        }
        return Map.of();
    }

    private static Map<String, String> parameters(String header) throws IOException {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        try {
            return parser.parse(header, new char[] {';', ','});
        } catch (IllegalArgumentException e) {
            throw new IOException("A header of the multipart body cannot be decoded", e);
        }
    }

    private String readLine() throws IOException {
        int from = 0; // from `at`, which moves when more is read
        while (true) {
            for (int i = at + from; i < end; i++) {
                if (buffer[i] == '\n') {
                    int length = i - at - (i > at && buffer[i - 1] == '\r' ? 1 : 0);
                    String line = new String(buffer, at, length, UTF_8);
                    at = i + 1;
                    return line;
                }
            }
            from = end - at;
            if (from > MAX_HEAD_BYTES) {
                throw headTooLong();
            }
            fill();
        }
    }

    private static IOException headTooLong() {
        return new IOException("The head of a part of the multipart body is too long");
    }

    /// The content of the part at hand.
    private final class Content extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!hasContent()) {
                return -1;
            }
            int count = Math.min(length, limit - at);
            System.arraycopy(buffer, at, bytes, offset, count);
            at += count;
            return count;
        }
    }
}

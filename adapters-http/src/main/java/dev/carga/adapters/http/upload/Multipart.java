package dev.carga.adapters.http.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.adapters.http.exchange.Problem;
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
import java.util.Optional;
import java.util.Set;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.eclipse.jetty.util.SearchPattern;

/// A multipart body (RFC 7578, RFC 2046 5.1), read while it arrives. Nothing is spooled: moving to the next
/// file skips the rest of the current one. Holds one buffer, whatever the size of the body.
///
/// Not a library, because the search for the boundary is a large part of the time to receive a file: libraries
/// check every byte, while a pattern search skips ahead. (Jetty's parser skips too, but adds a line end to a
/// file whose first bytes look like the boundary and arrive in a separate read.)
public final class Multipart {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_HEAD_BYTES = 8 << 10;

    /// The maximum of RFC 2046. The search may take time in proportion to the length of the boundary.
    private static final int MAX_BOUNDARY_BYTES = 70;

    /// Longer values of fields are cut: no option has such a value.
    private static final int MAX_FIELD_BYTES = 8 << 10;

    private static final int MAX_VALUES = 8;

    /// A file of the form.
    ///
    /// @param name  never empty, see [FileName]
    /// @param clean whether the client sent exactly this name
    record File(String name, boolean clean, InputStream content) {}

    private final InputStream body;
    private final Set<String> fields;
    private final Map<String, List<String>> values = new HashMap<>();
    private final byte[] delimiter;
    private final SearchPattern search;
    private final byte[] buffer;

    /// Bytes that were read and not yet consumed are `buffer[at, end)`; those before `limit` are certainly
    /// content.
    private int at;

    private int limit;
    private int end;

    /// Whether a delimiter starts at the limit.
    private boolean delimited;

    private boolean anyPart;
    private boolean ended;
    private boolean closed;

    /// @param fields the names of the ordinary fields whose values are kept
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
        // The first delimiter may be at the very start of the body, without the line end that belongs to
        // it: insert one.
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    public static boolean is(HttpServletRequest request) {
        // Not getContentType(), which looks up the charset and throws if it does not exist.
        @Nullable String type = request.getHeader("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /// The problem of a request that must have a multipart body with files.
    static Optional<Problem> refusal(HttpServletRequest request) {
        if (!is(request)) {
            return Optional.of(Problem.NO_FILE);
        }
        try {
            return request.getContentType() == null ? Optional.of(Problem.NO_FILE) : Optional.empty();
        } catch (IllegalArgumentException _) {
            // It names a charset that does not exist; the server looks it up when it is asked for the type.
            return Optional.of(Problem.MALFORMED_MULTIPART);
        }
    }

    /// The next part that is a file, or null after the last. Skips ordinary fields, except that it keeps the
    /// values of some, and file inputs that were left empty, which browsers send without a name.
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

    /// Limits and deduplicates the values: a form may have any number of fields.
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

    /// Skips the rest of the part, or the preamble before the first; false after the last.
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
            throw new IOException("A boundary of the multipart body is followed by other characters");
        }
        anyPart = true;
        return !closed;
    }

    /// Whether there is content before the limit, which is moved forward if necessary; false at a delimiter.
    private boolean hasContent() throws IOException {
        while (at == limit && !delimited) {
            int found = search.match(buffer, at, end - at);
            delimited = found >= 0;
            // The last bytes may be the start of a delimiter.
            limit = delimited ? found : Math.max(at, end - delimiter.length + 1);
            if (at == limit && !delimited) {
                fill();
            }
        }
        return at < limit;
    }

    /// Reads more bytes, and keeps those that are not consumed yet.
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

    /// Reads the head of a part and returns the parameters of its Content-Disposition.
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

    /// The content of the current part.
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

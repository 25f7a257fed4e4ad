package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.application.receive.FileName;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.domain.Nullable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;

/// A file that is the body of a request.
public final class RawBody {

    /// Its name if the request gives none.
    public static final String NAMELESS = "upload.txt";

    /// Packed content is recognised by its first bytes. So it does not matter whether the file is packed, or
    /// was packed for the transfer.
    private static final Set<String> ENCODINGS = Set.of("identity", "gzip", "x-gzip", "zstd");

    private RawBody() {}

    /// The problem that the headers and the name show before the body is read; null if there is none.
    public static @Nullable Problem refusal(HttpServletRequest request, String name) {
        if (!FileName.of(name).equals(name)) {
            return Problem.BAD_FILE_NAME;
        }
        if (!ReceiveFile.isTakenByName(name)) {
            return Problem.WRONG_EXTENSION;
        }
        if (request.getContentLengthLong() == 0) {
            return Problem.EMPTY_FILE;
        }
        @Nullable String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !ENCODINGS.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            return Problem.UNKNOWN_CONTENT_ENCODING;
        }
        return null;
    }
}

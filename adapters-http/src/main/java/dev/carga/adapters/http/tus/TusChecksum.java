package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.IoFunction;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// `Upload-Checksum` of a request. No byte of its body may be stored before the whole body is verified. So the
/// body is held in memory, and both its size and the number of such bodies at the same time are limited.
final class TusChecksum {

    static final int MAX_BYTES = 4 << 20;
    private static final Semaphore BODIES_IN_MEMORY = new Semaphore(4);

    /// The JDK's names by those of the protocol.
    private static final Map<String, String> DIGESTS = Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5");

    /// The value of `Tus-Checksum-Algorithm`.
    static final String ALGORITHMS = DIGESTS.keySet().stream().sorted().collect(Collectors.joining(","));

    private final MessageDigest digest;
    private final byte[] expected;

    private TusChecksum(MessageDigest digest, byte[] expected) {
        this.digest = digest;
        this.expected = expected;
    }

    /// Empty if the request has none.
    static RequestResult<Optional<TusChecksum>> of(Context ctx) {
        @Nullable String header = ctx.header("Upload-Checksum");
        if (header == null) {
            return RequestResult.of(Optional.empty());
        }
        String[] words = header.strip().split(" +", -1);
        String algorithm = DIGESTS.getOrDefault(words[0].toLowerCase(Locale.ROOT), "");
        if (words.length != 2 || algorithm.isEmpty()) {
            return RequestResult.refused(Problem.MALFORMED_CHECKSUM);
        }
        if (ctx.req().getContentLengthLong() > MAX_BYTES) {
            return RequestResult.refused(Problem.CHECKSUM_BODY_TOO_LARGE);
        }
        try {
            byte[] expected = Base64.getDecoder().decode(words[1]);
            return RequestResult.of(Optional.of(new TusChecksum(MessageDigest.getInstance(algorithm), expected)));
        } catch (IllegalArgumentException _) {
            return RequestResult.refused(Problem.MALFORMED_CHECKSUM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    /// Reads the body, and calls the function with it if it has this checksum. Refused if it has another one or
    /// is too large, or if too many bodies are in memory.
    ///
    /// @throws IOException if the body breaks off, before the function is called, or from the function
    <T> RequestResult<T> verify(HttpServletRequest request, InputStream body, IoFunction<InputStream, T> function)
            throws IOException {
        if (!BODIES_IN_MEMORY.tryAcquire()) {
            return RequestResult.refused(Problem.TOO_MANY_UPLOADS);
        }
        try {
            int announced = Math.clamp(request.getContentLengthLong(), 0, MAX_BYTES);
            byte[] bytes = body.readNBytes(request.getContentLengthLong() < 0 ? MAX_BYTES : announced);
            if (body.read() >= 0) {
                return RequestResult.refused(Problem.CHECKSUM_BODY_TOO_LARGE);
            }
            if (!MessageDigest.isEqual(digest.digest(bytes), expected)) {
                return RequestResult.refused(Problem.CHECKSUM_MISMATCH);
            }
            return RequestResult.of(function.apply(new ByteArrayInputStream(bytes)));
        } finally {
            BODIES_IN_MEMORY.release();
        }
    }
}

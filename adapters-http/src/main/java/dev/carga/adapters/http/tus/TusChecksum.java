package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.Problem;
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
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// `Upload-Checksum`: nothing of a request's body counts before all of it was compared. So it waits in memory,
/// and may only be so large, and only so many may wait.
final class TusChecksum {

    static final int MOST_BYTES = 4 << 20;
    private static final Semaphore WAITING = new Semaphore(4);

    /// By their names in the protocol.
    private static final Map<String, String> DIGESTS = Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5");

    /// In `Tus-Checksum-Algorithm`.
    static final String ALGORITHMS = DIGESTS.keySet().stream().sorted().collect(Collectors.joining(","));

    private final MessageDigest digest;
    private final byte[] expected;

    private TusChecksum(MessageDigest digest, byte[] expected) {
        this.digest = digest;
        this.expected = expected;
    }

    /// Null if the request names none.
    static @Nullable TusChecksum of(Context ctx) throws TusHeaders.Wrong {
        @Nullable String header = ctx.header("Upload-Checksum");
        if (header == null) {
            return null;
        }
        String[] words = header.strip().split(" +", -1);
        String algorithm = DIGESTS.getOrDefault(words[0].toLowerCase(Locale.ROOT), "");
        if (words.length != 2 || algorithm.isEmpty()) {
            throw new TusHeaders.Wrong(Problem.MALFORMED_CHECKSUM);
        }
        if (ctx.req().getContentLengthLong() > MOST_BYTES) {
            throw new TusHeaders.Wrong(Problem.CHECKSUM_BODY_TOO_LARGE);
        }
        try {
            byte[] expected = Base64.getDecoder().decode(words[1]);
            return new TusChecksum(MessageDigest.getInstance(algorithm), expected);
        } catch (IllegalArgumentException _) {
            throw new TusHeaders.Wrong(Problem.MALFORMED_CHECKSUM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has it", e);
        }
    }

    /// Takes a body that is as it should be.
    ///
    /// @param <T> what taking it comes to
    @FunctionalInterface
    interface IoFunction<T> {
        T take(InputStream verified) throws IOException;
    }

    /// @throws Refused if the body is another, or none that can be compared now
    /// @throws IOException if it breaks off; nothing of it was taken then
    <T> T verified(HttpServletRequest request, InputStream body, IoFunction<T> taking) throws IOException {
        if (!WAITING.tryAcquire()) {
            throw new ChecksumRefusedException(Problem.TOO_MANY_UPLOADS);
        }
        try {
            int announced = Math.clamp(request.getContentLengthLong(), 0, MOST_BYTES);
            byte[] bytes = body.readNBytes(request.getContentLengthLong() < 0 ? MOST_BYTES : announced);
            if (body.read() >= 0) {
                throw new ChecksumRefusedException(Problem.CHECKSUM_BODY_TOO_LARGE);
            }
            if (!MessageDigest.isEqual(digest.digest(bytes), expected)) {
                throw new ChecksumRefusedException(Problem.CHECKSUM_MISMATCH);
            }
            return taking.take(new ByteArrayInputStream(bytes));
        } finally {
            WAITING.release();
        }
    }

    /// A body of which nothing is taken.
    static final class ChecksumRefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final Problem problem;

        ChecksumRefusedException(Problem problem) {
            super(null, null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}

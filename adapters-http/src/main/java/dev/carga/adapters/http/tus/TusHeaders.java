package dev.carga.adapters.http.tus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// What the headers of a tus request say.
final class TusHeaders {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Context ctx;

    private TusHeaders(Context ctx) {
        this.ctx = ctx;
    }

    static TusHeaders of(Context ctx) {
        return new TusHeaders(ctx);
    }

    static void requireVersion(Context ctx) throws Wrong {
        if (!TusRoutes.VERSION.equals(ctx.header(TusRoutes.VERSION_HEADER))) {
            throw new Wrong(Problem.UNSUPPORTED_TUS_VERSION);
        }
    }

    long offset() throws Wrong {
        @Nullable Long offset = number("Upload-Offset", Problem.MALFORMED_UPLOAD_OFFSET);
        if (offset == null) {
            throw new Wrong(Problem.MALFORMED_UPLOAD_OFFSET);
        }
        return offset;
    }

    /// Null if it is not told.
    @Nullable
    Long length() throws Wrong {
        return number("Upload-Length", Problem.MALFORMED_UPLOAD_LENGTH);
    }

    /// Null if it is said that it is told later.
    @Nullable
    Long lengthToCreate() throws Wrong {
        @Nullable Long length = length();
        @Nullable String deferred = ctx.header("Upload-Defer-Length");
        if ((length == null) != "1".equals(deferred)) {
            throw new Wrong(Problem.MALFORMED_UPLOAD_LENGTH);
        }
        return length;
    }

    private @Nullable Long number(String header, Problem problem) throws Wrong {
        @Nullable String value = ctx.header(header);
        if (value == null) {
            return null;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw new Wrong(problem);
        }
        return Long.valueOf(value);
    }

    String metadataAsGiven() {
        return Objects.requireNonNullElse(ctx.header("Upload-Metadata"), "");
    }

    /// The values decoded; one that is not there is empty.
    Map<String, String> metadata() throws Wrong {
        Map<String, String> metadata = new LinkedHashMap<>();
        String given = metadataAsGiven();
        if (given.isBlank()) {
            return metadata;
        }
        for (String pair : given.split(",", -1)) {
            String[] keyAndValue = pair.strip().split(" ", 2);
            String key = keyAndValue[0];
            if (key.isEmpty() || metadata.containsKey(key)) {
                throw new Wrong(Problem.MALFORMED_UPLOAD_METADATA);
            }
            metadata.put(key, keyAndValue.length == 1 ? "" : decoded(keyAndValue[1].strip()));
        }
        return metadata;
    }

    private static String decoded(String base64) throws Wrong {
        try {
            return new String(Base64.getDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Wrong(Problem.MALFORMED_UPLOAD_METADATA);
        }
    }

    /// A request that is refused.
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        private final Problem problem;
        private final transient Object[] details;

        /// @param details fill the gaps in the problem's text
        Wrong(Problem problem, Object... details) {
            super(null, null, false, false);
            this.problem = problem;
            this.details = details;
        }

        Problem problem() {
            return problem;
        }

        Object[] details() {
            return details;
        }
    }
}

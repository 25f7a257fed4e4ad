package dev.carga.adapters.http.tus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the headers of tus.
final class TusHeaders {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final String CONTENT_TYPE = "application/offset+octet-stream";

    private TusHeaders() {}

    /// Whether the body has the content type of bytes of an upload.
    static boolean isOffsetStream(Context ctx) {
        return CONTENT_TYPE.equalsIgnoreCase(
                Objects.requireNonNullElse(ctx.contentType(), "").strip());
    }

    /// `Upload-Offset`, which must be present.
    static RequestResult<Long> offset(Context ctx) {
        return number(ctx, "Upload-Offset", Problem.MALFORMED_UPLOAD_OFFSET)
                .flatMap(offset -> offset.map(RequestResult::of)
                        .orElseGet(() -> RequestResult.refused(Problem.MALFORMED_UPLOAD_OFFSET)));
    }

    /// `Upload-Length`; empty if it is absent.
    static RequestResult<Optional<Long>> length(Context ctx) {
        return number(ctx, "Upload-Length", Problem.MALFORMED_UPLOAD_LENGTH);
    }

    /// `Upload-Length`; empty if there is `Upload-Defer-Length` instead. One of the two must be present.
    static RequestResult<Optional<Long>> lengthToCreate(Context ctx) {
        boolean deferred = "1".equals(ctx.header("Upload-Defer-Length"));
        return length(ctx)
                .flatMap(length -> length.isEmpty() == deferred
                        ? RequestResult.of(length)
                        : RequestResult.refused(Problem.MALFORMED_UPLOAD_LENGTH));
    }

    private static RequestResult<Optional<Long>> number(Context ctx, String header, Problem malformed) {
        @Nullable String value = ctx.header(header);
        if (value == null) {
            return RequestResult.of(Optional.empty());
        }
        return NUMBER.matcher(value).matches()
                ? RequestResult.of(Optional.of(Long.valueOf(value)))
                : RequestResult.refused(malformed);
    }

    /// `Upload-Metadata`, not decoded; empty if it is absent.
    static String metadataAsGiven(Context ctx) {
        return Objects.requireNonNullElse(ctx.header("Upload-Metadata"), "");
    }

    /// The decoded values of `Upload-Metadata`. A key without a value has an empty one.
    static RequestResult<Map<String, String>> metadata(Context ctx) {
        Map<String, String> metadata = new LinkedHashMap<>();
        String given = metadataAsGiven(ctx);
        if (given.isBlank()) {
            return RequestResult.of(metadata);
        }
        for (String pair : given.split(",", -1)) {
            String[] keyAndValue = pair.strip().split(" ", 2);
            String key = keyAndValue[0];
            Optional<String> value = keyAndValue.length == 1 ? Optional.of("") : decoded(keyAndValue[1].strip());
            if (key.isEmpty() || value.isEmpty() || metadata.put(key, value.get()) != null) {
                return RequestResult.refused(Problem.MALFORMED_UPLOAD_METADATA);
            }
        }
        return RequestResult.of(metadata);
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

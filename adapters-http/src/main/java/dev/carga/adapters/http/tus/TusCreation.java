package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.exchange.TraceHeader;
import dev.carga.adapters.http.tus.TusProtocol.TusResponse;
import dev.carga.adapters.http.upload.OptionRules;
import dev.carga.adapters.http.upload.RawBody;
import dev.carga.adapters.http.upload.UploadOptionValues;
import dev.carga.application.receive.FileName;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `POST /api/v1/tus`: creates an upload, with its first bytes if the request has a body of the protocol's
/// type.
public final class TusCreation implements Handler {

    private static final Pattern PACKED_NAME = Pattern.compile("(?i)[.](gz|zst|zip)$");

    private final TusProtocol protocol;
    private final ReceiveResumable receive;
    private final TusBodies bodies;
    private final OptionRules rules;
    private final long maxBytes;

    TusCreation(TusProtocol protocol, ReceiveResumable receive, TusBodies bodies, OptionRules rules, long maxBytes) {
        this.protocol = protocol;
        this.receive = receive;
        this.bodies = bodies;
        this.rules = rules;
        this.maxBytes = maxBytes;
    }

    /// The file to create.
    ///
    /// @param length in bytes; null if it is sent later
    private record NewFile(String name, @Nullable Long length, UploadOptions options) {}

    @Override
    public void handle(Context ctx) {
        protocol.answer(ctx, () -> file(ctx).flatMap(file -> create(ctx, file)));
    }

    private RequestResult<NewFile> file(Context ctx) {
        if (ctx.header("Upload-Concat") != null) {
            return RequestResult.refused(Problem.CONCATENATION_NOT_SUPPORTED);
        }
        return TusHeaders.lengthToCreate(ctx)
                .flatMap(length -> TusHeaders.metadata(ctx).flatMap(metadata -> file(ctx, length, metadata)));
    }

    private RequestResult<NewFile> file(Context ctx, Optional<Long> length, Map<String, String> metadata) {
        String name = name(metadata);
        return refusal(name, length)
                .map(problem -> RequestResult.<NewFile>refused(problem, name))
                .orElseGet(
                        () -> options(ctx, metadata).map(options -> new NewFile(name, length.orElse(null), options)));
    }

    private static String name(Map<String, String> metadata) {
        String given = metadata.getOrDefault("filename", metadata.getOrDefault("name", ""));
        return given.isEmpty() ? RawBody.NAMELESS : given;
    }

    /// The problem that the name or the length of a file shows before it is sent.
    private Optional<Problem> refusal(String name, Optional<Long> length) {
        if (!FileName.of(name).equals(name)) {
            return Optional.of(Problem.BAD_FILE_NAME);
        }
        if (!ReceiveFile.isTakenByName(name)) {
            return Optional.of(Problem.WRONG_EXTENSION);
        }
        if (PACKED_NAME.matcher(name).find()) {
            return Optional.of(Problem.PACKED_NOT_RESUMABLE);
        }
        if (length.filter(bytes -> bytes == 0).isPresent()) {
            return Optional.of(Problem.EMPTY_FILE);
        }
        return length.filter(bytes -> bytes > maxBytes).map(_ -> Problem.FILE_TOO_LARGE);
    }

    /// Options may be in the URL, or in the metadata for clients that have one URL for all uploads. Repeated
    /// files are allowed.
    private RequestResult<UploadOptions> options(Context ctx, Map<String, String> metadata) {
        Map<String, List<String>> given = metadata.entrySet().stream()
                .filter(entry -> UploadOptionValues.NAMES.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        return UploadOptionValues.inUrl(ctx)
                .flatMap(options -> options.and(given))
                .flatMap(rules::validate)
                .map(options -> options.allowingRepeats().options());
    }

    private RequestResult<TusResponse> create(Context ctx, NewFile file) {
        if (!TusHeaders.isOffsetStream(ctx)) {
            UploadId id = open(ctx, file);
            return TusProtocol.response(201, id, receive.find(id));
        }
        return TusChecksum.of(ctx).flatMap(checksum -> {
            UploadId id = open(ctx, file);
            return bodies.append(ctx.req(), id, 0, Optional.empty(), checksum)
                    .flatMap(result -> TusProtocol.response(201, id, result));
        });
    }

    private UploadId open(Context ctx, NewFile file) {
        UploadId id = receive.create(
                file.name(), file.options(), TraceHeader.of(ctx.req()), file.length(), TusHeaders.metadataAsGiven(ctx));
        ctx.header("Location", protocol.url(ctx, id));
        return id;
    }
}

package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.BaseUrl;
import dev.carga.adapters.http.exchange.InfrastructureErrors;
import dev.carga.adapters.http.exchange.Paths;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.exchange.TraceHeader;
import dev.carga.adapters.http.report.UploadQueryRoutes;
import dev.carga.adapters.http.server.HttpSettings;
import dev.carga.adapters.http.upload.RawBody;
import dev.carga.adapters.http.upload.UploadOptionValues;
import dev.carga.adapters.http.upload.UploadReader;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.receive.FileName;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.receive.ReceiveResumable.AppendResult;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Uploads that can be gone on with after they broke off: tus 1.0.0
/// (<https://tus.io/protocols/resumable-upload>), with creation, creation-with-upload,
/// creation-defer-length, expiration, termination and checksum.
public final class TusRoutes {

    public static final String PATH = "/api/v1/tus";
    public static final String UPLOAD = PATH + "/{" + UploadQueryRoutes.ID + "}";

    static final String VERSION_HEADER = "Tus-Resumable";
    static final String VERSION = "1.0.0";
    private static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,expiration,termination,checksum";
    private static final Pattern PACKED_NAME = Pattern.compile("(?i)[.](gz|zst|zip)$");
    private static final String CONTENT_TYPE = "application/offset+octet-stream";

    private final ReceiveResumable receive;
    private final WithdrawUpload withdraw;
    private final UploadReader intake;
    private final BaseUrl baseUrl;
    private final UploadOptionValues.Terms terms;
    private final long mostBytes;
    private final ActiveRequests writers = new ActiveRequests();

    public TusRoutes(
            ReceiveResumable receive,
            WithdrawUpload withdraw,
            UploadReader intake,
            UploadOptionValues.Terms terms,
            HttpSettings settings) {
        this.receive = receive;
        this.withdraw = withdraw;
        this.intake = intake;
        this.baseUrl = new BaseUrl(settings.publicUrl());
        this.terms = terms;
        this.mostBytes = settings.limits().fileBytes();
    }

    /// What this server can do. The one request that need not name the version.
    public void options(Context ctx) {
        if (mostBytes != Long.MAX_VALUE) {
            ctx.header("Tus-Max-Size", Long.toString(mostBytes));
        }
        ctx.header(VERSION_HEADER, VERSION)
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", EXTENSIONS)
                .header("Tus-Checksum-Algorithm", TusChecksum.ALGORITHMS)
                .status(204);
    }

    /// Some programs cannot say PATCH, or DELETE; they say so.
    public void overridden(Context ctx) {
        switch (Objects.requireNonNullElse(ctx.header("X-HTTP-Method-Override"), "")
                .toUpperCase(Locale.ROOT)) {
            case "PATCH" -> append(ctx);
            case "DELETE" -> terminate(ctx);
            case "HEAD" -> look(ctx);
            default -> Responses.refuse(ctx, Problem.METHOD_NOT_ALLOWED, "POST", "HEAD, PATCH, DELETE");
        }
    }

    /// `POST /api/v1/tus`
    public void create(Context ctx) {
        answering(ctx, () -> {
            TusHeaders headers = TusHeaders.of(ctx);
            if (ctx.header("Upload-Concat") != null) {
                throw new TusHeaders.Wrong(Problem.CONCATENATION_NOT_SUPPORTED);
            }
            @Nullable Long length = headers.lengthToCreate();
            Map<String, String> metadata = headers.metadata();
            String name = nameIn(metadata);
            requireTaken(name, length);
            UploadOptions options = options(ctx, metadata);
            boolean withUpload = isOffsetStream(ctx);
            @Nullable TusChecksum checksum = withUpload ? TusChecksum.of(ctx) : null;
            UploadId id = receive.create(name, options, TraceHeader.of(ctx.req()), length, headers.metadataAsGiven());
            ctx.header("Location", baseUrl.of(ctx.req()) + PATH + "/" + id);
            if (withUpload) {
                answer(ctx, id, 201, read(ctx, id, 0, null, checksum));
            } else {
                answer(ctx, id, 201, receive.find(id));
            }
        });
    }

    private static String nameIn(Map<String, String> metadata) {
        String given = metadata.getOrDefault("filename", metadata.getOrDefault("name", ""));
        return given.isEmpty() ? RawBody.NAMELESS : given;
    }

    private void requireTaken(String name, @Nullable Long length) throws TusHeaders.Wrong {
        if (!FileName.of(name).equals(name)) {
            throw new TusHeaders.Wrong(Problem.BAD_FILE_NAME);
        }
        if (!ReceiveFile.isTakenByName(name)) {
            throw new TusHeaders.Wrong(Problem.WRONG_EXTENSION, name);
        }
        if (PACKED_NAME.matcher(name).find()) {
            throw new TusHeaders.Wrong(Problem.PACKED_NOT_RESUMABLE, name);
        }
        if (length != null && length == 0) {
            throw new TusHeaders.Wrong(Problem.EMPTY_FILE, name);
        }
        if (length != null && length > mostBytes) {
            throw new TusHeaders.Wrong(Problem.FILE_TOO_LARGE, name);
        }
    }

    /// Chosen in the URL, or in the metadata, where clients that are given one URL for all can say it.
    private UploadOptions options(Context ctx, Map<String, String> metadata) throws TusHeaders.Wrong {
        Map<String, List<String>> said = metadata.entrySet().stream()
                .filter(entry -> UploadOptionValues.NAMES.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        try {
            return UploadOptionValues.inUrl(ctx)
                    .and(said)
                    .under(terms)
                    .allowingRepeats()
                    .options();
        } catch (UploadOptionValues.Wrong e) {
            throw new TusHeaders.Wrong(e.problem(), e.details());
        }
    }

    private static boolean isOffsetStream(Context ctx) {
        return CONTENT_TYPE.equalsIgnoreCase(
                Objects.requireNonNullElse(ctx.contentType(), "").strip());
    }

    /// `HEAD /api/v1/tus/{id}`: takes the upload over and returns its offset, which stays valid until the next request.
    public void look(Context ctx) {
        answering(ctx, () -> {
            UploadId id = id(ctx);
            writers.end(id);
            answer(ctx, id, 200, receive.takeOver(id));
        });
    }

    /// `PATCH /api/v1/tus/{id}`
    public void append(Context ctx) {
        answering(ctx, () -> {
            TusHeaders headers = TusHeaders.of(ctx);
            UploadId id = id(ctx);
            if (!isOffsetStream(ctx)) {
                throw new TusHeaders.Wrong(Problem.NOT_AN_OFFSET_STREAM);
            }
            long offset = headers.offset();
            @Nullable Long length = headers.length();
            @Nullable TusChecksum checksum = TusChecksum.of(ctx);
            writers.end(id);
            answer(ctx, id, 204, read(ctx, id, offset, length, checksum));
        });
    }

    /// `DELETE /api/v1/tus/{id}`: as `cancel` does, what is loaded stays.
    public void terminate(Context ctx) {
        answering(ctx, () -> {
            UploadId id = id(ctx);
            writers.end(id);
            AppendResult found = receive.find(id);
            if (found instanceof AppendResult.UploadOffset) {
                withdraw.withdraw(id, Withdrawal.CANCELLED);
                ctx.status(204);
            } else {
                answer(ctx, id, 204, found);
            }
        });
    }

    private AppendResult read(
            Context ctx, UploadId id, long offset, @Nullable Long length, @Nullable TusChecksum checksum)
            throws TusHeaders.Wrong {
        HttpServletRequest request = ctx.req();
        try (ActiveRequests.ActiveRequest _ = writers.begin(id, request)) {
            return switch (intake.take(request, body -> read(id, offset, length, checksum, request, body))) {
                case UploadReader.Permitted.Done<AppendResult>(AppendResult answer) -> answer;
                case UploadReader.Permitted.Refused<AppendResult>(Problem problem) ->
                    throw new TusHeaders.Wrong(problem);
            };
        } catch (TusChecksum.ChecksumRefusedException e) {
            throw new TusHeaders.Wrong(e.problem());
        }
    }

    private AppendResult read(
            UploadId id,
            long offset,
            @Nullable Long length,
            @Nullable TusChecksum checksum,
            HttpServletRequest request,
            InputStream body)
            throws IOException {
        if (checksum == null) {
            return receive.append(id, offset, length, body);
        }
        return checksum.verified(request, body, verified -> receive.append(id, offset, length, verified));
    }

    private void answer(Context ctx, UploadId id, int status, AppendResult answer) throws TusHeaders.Wrong {
        switch (answer) {
            case AppendResult.UploadOffset standing -> tell(ctx, id, status, standing);
            case AppendResult.Unknown _ -> throw new TusHeaders.Wrong(Problem.UNKNOWN_UPLOAD, id);
            case AppendResult.Gone _ -> throw new TusHeaders.Wrong(Problem.UPLOAD_GONE, id);
            case AppendResult.WrongOffset(long received) ->
                throw new TusHeaders.Wrong(Problem.WRONG_UPLOAD_OFFSET, id, received);
            case AppendResult.LengthConflict(long length) ->
                throw new TusHeaders.Wrong(Problem.OTHER_UPLOAD_LENGTH, id, length);
            case AppendResult.BodyExceedsFile(long length) ->
                throw new TusHeaders.Wrong(Problem.BODY_EXCEEDS_FILE, id, length);
            case AppendResult.TakenOver _ -> throw new TusHeaders.Wrong(Problem.UPLOAD_TAKEN_OVER, id);
            case AppendResult.FileRefused(String name, var result) ->
                throw new TusHeaders.Wrong(Problem.of(result), Problem.details(new Received(name, result)));
        }
    }

    private void tell(Context ctx, UploadId id, int status, AppendResult.UploadOffset standing) {
        ctx.status(status)
                .header("Upload-Offset", Long.toString(standing.received()))
                .header("Cache-Control", "no-store")
                .header("Link", "<" + baseUrl.of(ctx.req()) + Paths.UPLOADS + "/" + id + ">; rel=\"related\"");
        if (standing.length() == null) {
            ctx.header("Upload-Defer-Length", "1");
        } else {
            ctx.header("Upload-Length", Long.toString(standing.length()));
        }
        if (!standing.metadata().isEmpty()) {
            ctx.header("Upload-Metadata", standing.metadata());
        }
        if (!standing.isWhole()) {
            ctx.header("Upload-Expires", httpDate(standing.expires()));
        }
    }

    /// As RFC 9110 has it.
    private static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    private static UploadId id(Context ctx) throws TusHeaders.Wrong {
        return UploadId.parse(ctx.pathParam(UploadQueryRoutes.ID))
                .orElseThrow(() -> new TusHeaders.Wrong(Problem.MALFORMED_UPLOAD_ID));
    }

    /// Does what a request asks for.
    @FunctionalInterface
    private interface Step {
        void take() throws TusHeaders.Wrong;
    }

    private static void answering(Context ctx, Step step) {
        ctx.header(VERSION_HEADER, VERSION);
        try {
            TusHeaders.requireVersion(ctx);
            step.take();
        } catch (TusHeaders.Wrong e) {
            if (e.problem() == Problem.UNSUPPORTED_TUS_VERSION) {
                ctx.header("Tus-Version", VERSION);
            }
            Responses.refuse(ctx, e.problem(), e.details());
        } catch (RuntimeException e) {
            Responses.refuse(ctx, InfrastructureErrors.problemOf(e));
        }
    }
}

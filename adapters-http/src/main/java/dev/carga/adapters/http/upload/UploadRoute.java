package dev.carga.adapters.http.upload;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.BaseUrl;
import dev.carga.adapters.http.exchange.InfrastructureErrors;
import dev.carga.adapters.http.exchange.Paths;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.adapters.http.server.HttpSettings;
import dev.carga.adapters.http.upload.UploadReader.Outcome;
import dev.carga.application.receive.FileName;
import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.IdempotencyStore.StoredResponse;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /`: takes the first file of a multipart form, and reads it as it comes. And
/// `POST /api/v1/uploads?filename=…`: takes every file of a form, or the body itself for a file.
///
/// Options such as `on_duplicate` are said in the URL or as fields of the form. A file is not kept waiting for
/// a field that may come after it: one that does is too late, and the answer says so, or takes everything back, see
/// [LateOptions].
public final class UploadRoute {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(UploadRoute.class);

    private final UploadReader intake;
    private final Idempotency idempotency;
    private final BaseUrl baseUrl;
    private final LateOptions lateOptions;
    private final UploadOptionValues.Terms terms;

    public UploadRoute(
            UploadReader intake,
            Idempotency idempotency,
            LateOptions lateOptions,
            UploadOptionValues.Terms terms,
            HttpSettings settings) {
        this.intake = intake;
        this.idempotency = idempotency;
        this.lateOptions = lateOptions;
        this.terms = terms;
        this.baseUrl = new BaseUrl(settings.publicUrl());
    }

    /// `POST /`
    public void handle(Context ctx) {
        long start = System.nanoTime();
        @Nullable
        StoredResponse _ =
                answer(ctx, start, heeding(ctx, choices -> form(ctx, choices.allowingRepeats(), false)), true);
    }

    /// `POST /api/v1/uploads`
    public void handleApi(Context ctx) {
        long start = System.nanoTime();
        boolean form = Multipart.is(ctx.req());
        idempotency.answer(
                ctx,
                () -> answer(
                        ctx,
                        start,
                        heeding(ctx, choices -> form ? form(ctx, choices, true) : raw(ctx, choices)),
                        false));
    }

    private Outcome heeding(Context ctx, Function<UploadOptionValues, Outcome> reading) {
        try {
            return reading.apply(UploadOptionValues.inUrl(ctx).under(terms));
        } catch (UploadOptionValues.Wrong e) {
            return Outcome.Refused.of("", e);
        } catch (RuntimeException e) {
            return new Outcome.Refused("", InfrastructureErrors.problemOf(e));
        }
    }

    private Outcome form(Context ctx, UploadOptionValues choices, boolean all) {
        @Nullable Problem refusal = refusalOfForm(ctx.req());
        if (refusal != null) {
            return new Outcome.Refused("", refusal);
        }
        return all ? intake.all(ctx.req(), choices) : intake.first(ctx.req(), choices);
    }

    private Outcome raw(Context ctx, UploadOptionValues choices) {
        String name = Objects.requireNonNullElse(ctx.queryParam("filename"), RawBody.NAMELESS);
        @Nullable Problem refusal = RawBody.refusal(ctx.req(), name);
        return refusal == null ? intake.raw(ctx.req(), name, choices) : new Outcome.Refused(name, refusal);
    }

    /// @return the answer, if files were taken
    private @Nullable StoredResponse answer(Context ctx, long start, Outcome outcome, boolean predecessors) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return switch (outcome) {
            case Outcome.Refused(String fileName, Problem problem, var details) -> {
                log(problem, fileName, millis);
                Responses.refuse(ctx, problem, details.toArray());
                yield null;
            }
            case Outcome.Taken taken -> {
                List<UploadOption> late = LateOptions.of(taken);
                if (late.isEmpty()) {
                    yield answerTaken(ctx, taken, millis, predecessors);
                }
                refuseLate(ctx, taken, late, millis);
                yield null;
            }
        };
    }

    private void refuseLate(Context ctx, Outcome.Taken taken, List<UploadOption> late, long millis) {
        taken.files().forEach(file -> log(Problem.OPTION_TOO_LATE, file.name(), millis));
        try {
            Responses.refuse(ctx, Problem.OPTION_TOO_LATE, Problem.bytes(lateOptions.refuse(taken, late)));
        } catch (RuntimeException e) {
            Responses.refuse(ctx, InfrastructureErrors.problemOf(e));
        }
    }

    private @Nullable StoredResponse answerTaken(Context ctx, Outcome.Taken taken, long millis, boolean predecessors) {
        List<Received> accepted = new ArrayList<>();
        List<Received> refused = new ArrayList<>();
        for (Received file : taken.files()) {
            if (file.result() instanceof ReceiveResult.Accepted) {
                accepted.add(file);
            } else {
                refused.add(file);
                log(Problem.of(file.result()), file.name(), millis);
            }
        }
        if (accepted.isEmpty()) {
            Received told = refused.stream()
                    .filter(file -> file.result() instanceof ReceiveResult.Stopped)
                    .findFirst()
                    .orElse(refused.getFirst());
            refuse(ctx, told);
            return null;
        }
        ObjectNode json = JSON.createObjectNode().put("info", UploadMessages.info(taken, accepted, refused.size()));
        String base = baseUrl.of(ctx.req());
        String id = idOf(accepted.getFirst());
        if (predecessors) {
            json.put("url", base + "/status?message_id=" + id).put("message_id", id);
        }
        if (!predecessors || taken.files().size() > 1) {
            addFiles(json, base, accepted, refused);
        }
        String location = base + Paths.UPLOADS + "/" + id;
        ctx.header("Location", location);
        Responses.answer(ctx, 202, json.toString().getBytes(StandardCharsets.UTF_8));
        return new StoredResponse(202, location, json.toString());
    }

    private void refuse(Context ctx, Received file) {
        Problem problem = Problem.of(file.result());
        ObjectNode json = problem.json(Problem.details(file));
        if (file.result() instanceof ReceiveResult.Refused(FileRefusal.Repeated(UploadId first))) {
            String url = baseUrl.of(ctx.req()) + Paths.UPLOADS + "/" + first;
            ctx.header("Location", url);
            json.put("upload", first.toString()).put("url", url);
        }
        Responses.refuse(ctx, problem, Problem.bytes(json));
    }

    private static void addFiles(ObjectNode json, String base, List<Received> accepted, List<Received> refused) {
        ArrayNode uploads = json.putArray("uploads");
        for (Received file : accepted) {
            String id = idOf(file);
            uploads.addObject()
                    .put("id", id)
                    .put("name", file.name())
                    .put("parts", ((ReceiveResult.Accepted) file.result()).parts())
                    .put("url", base + Paths.UPLOADS + "/" + id);
        }
        ArrayNode problems = json.putArray("refused");
        for (Received file : refused) {
            Problem problem = Problem.of(file.result());
            problems.addObject()
                    .put("name", file.name())
                    .put("code", problem.code())
                    .put("error", problem.text(Problem.details(file)));
        }
    }

    private static String idOf(Received file) {
        return ((ReceiveResult.Accepted) file.result()).upload().toString();
    }

    private static @Nullable Problem refusalOfForm(HttpServletRequest request) {
        if (!Multipart.is(request)) {
            return Problem.NO_FILE;
        }
        try {
            return request.getContentType() == null ? Problem.NO_FILE : null;
        } catch (IllegalArgumentException _) {
            // It names a charset that does not exist; the server looks it up as soon as it is asked.
            return Problem.MALFORMED_MULTIPART;
        }
    }

    private static void log(Problem problem, String fileName, long millis) {
        LOG.info(
                "event=upload_refused status={} code={} file={} ms={}",
                problem.status(),
                problem.code(),
                FileName.forLog(fileName),
                millis);
    }
}

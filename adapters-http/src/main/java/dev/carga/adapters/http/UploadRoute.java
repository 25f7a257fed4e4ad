package dev.carga.adapters.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.Intake.Outcome;
import dev.carga.application.receive.FileName;
import dev.carga.application.receive.Receipt;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.domain.Nullable;
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
/// What becomes of duplicates is said by `on_duplicate`, in the URL or as a field of the form. A file is
/// not kept waiting for a field that may come after it: one that does is too late, and the answer says so.
final class UploadRoute {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(UploadRoute.class);

    private final Intake intake;
    private final @Nullable String publicUrl;
    private final WebhookSettings webhooks;

    UploadRoute(Intake intake, HttpSettings settings) {
        this.intake = intake;
        this.publicUrl = settings.publicUrl();
        this.webhooks = settings.webhooks();
    }

    /// `POST /`
    void handle(Context ctx) {
        long start = System.nanoTime();
        answer(ctx, start, heeding(ctx, choices -> form(ctx, choices, false)), true);
    }

    /// `POST /api/v1/uploads`
    void handleApi(Context ctx) {
        long start = System.nanoTime();
        boolean form = Multipart.is(ctx.req());
        answer(ctx, start, heeding(ctx, choices -> form ? form(ctx, choices, true) : raw(ctx, choices)), false);
    }

    private Outcome heeding(Context ctx, Function<Choices, Outcome> reading) {
        try {
            return reading.apply(Choices.inUrl(ctx).under(webhooks));
        } catch (Choices.Wrong e) {
            return new Outcome.Refused("", e.problem());
        }
    }

    private Outcome form(Context ctx, Choices choices, boolean all) {
        @Nullable Problem refusal = refusalOfForm(ctx.req());
        if (refusal != null) {
            return new Outcome.Refused("", refusal);
        }
        return all ? intake.all(ctx.req(), choices) : intake.first(ctx.req(), choices);
    }

    private Outcome raw(Context ctx, Choices choices) {
        String name = Objects.requireNonNullElse(ctx.queryParam("filename"), RawBody.NAMELESS);
        @Nullable Problem refusal = RawBody.refusal(ctx.req(), name);
        return refusal == null ? intake.raw(ctx.req(), name, choices) : new Outcome.Refused(name, refusal);
    }

    private void answer(Context ctx, long start, Outcome outcome, boolean predecessors) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        switch (outcome) {
            case Outcome.Refused(String fileName, Problem problem) -> {
                log(problem, fileName, millis);
                Answers.refuse(ctx, problem, fileName);
            }
            case Outcome.Taken taken -> answerTaken(ctx, taken, millis, predecessors);
        }
    }

    private void answerTaken(Context ctx, Outcome.Taken taken, long millis, boolean predecessors) {
        List<Received> accepted = new ArrayList<>();
        List<Received> refused = new ArrayList<>();
        for (Received file : taken.files()) {
            if (file.receipt() instanceof Receipt.Accepted) {
                accepted.add(file);
            } else {
                refused.add(file);
                log(Problem.of(file.receipt()), file.name(), millis);
            }
        }
        if (accepted.isEmpty()) {
            Received told = refused.stream()
                    .filter(file -> file.receipt() instanceof Receipt.Stopped)
                    .findFirst()
                    .orElse(refused.getFirst());
            Answers.refuse(ctx, Problem.of(told.receipt()), Problem.details(told));
            return;
        }
        ObjectNode json = JSON.createObjectNode().put("info", UploadWords.info(taken, accepted, refused.size()));
        String base = baseUrl(ctx.req());
        String id = idOf(accepted.getFirst());
        if (predecessors) {
            json.put("url", base + "/status?message_id=" + id).put("message_id", id);
        }
        if (!predecessors || taken.files().size() > 1) {
            addFiles(json, base, accepted, refused);
        }
        ctx.header("Location", base + HttpServer.UPLOADS + "/" + id);
        Answers.answer(ctx, 202, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void addFiles(ObjectNode json, String base, List<Received> accepted, List<Received> refused) {
        ArrayNode uploads = json.putArray("uploads");
        for (Received file : accepted) {
            String id = idOf(file);
            uploads.addObject()
                    .put("id", id)
                    .put("name", file.name())
                    .put("parts", ((Receipt.Accepted) file.receipt()).parts())
                    .put("url", base + HttpServer.UPLOADS + "/" + id);
        }
        ArrayNode problems = json.putArray("refused");
        for (Received file : refused) {
            Problem problem = Problem.of(file.receipt());
            problems.addObject()
                    .put("name", file.name())
                    .put("code", problem.code())
                    .put("error", problem.text(Problem.details(file)));
        }
    }

    private static String idOf(Received file) {
        return ((Receipt.Accepted) file.receipt()).upload().toString();
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

    private String baseUrl(HttpServletRequest request) {
        if (publicUrl != null) {
            return publicUrl;
        }
        int port = request.getServerPort();
        boolean usual = port == ("https".equals(request.getScheme()) ? 443 : 80);
        return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port);
    }
}

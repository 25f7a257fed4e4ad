package dev.carga.adapters.http.upload;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.BaseUrl;
import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.FileProblem;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.ProblemBody;
import dev.carga.adapters.http.exchange.RequestProblem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.application.receive.FileName;
import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.IdempotencyStore.StoredResponse;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the response to files: 202 if one of them was accepted, or else a problem.
final class UploadResponder {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(UploadResponder.class);

    private final LateOptions lateOptions;
    private final BaseUrl baseUrl;

    UploadResponder(LateOptions lateOptions, BaseUrl baseUrl) {
        this.lateOptions = lateOptions;
        this.baseUrl = baseUrl;
    }

    /// The files of a request, at least one of them accepted.
    ///
    /// @param base scheme and host of URLs
    record Files(String base, List<Received> accepted, List<Received> refused) {

        UploadId firstId() {
            return accepted(accepted.getFirst()).upload();
        }

        int count() {
            return accepted.size() + refused.size();
        }

        /// Adds `uploads`, the accepted files, and `refused`, the others.
        void addTo(ObjectNode json) {
            ArrayNode uploads = json.putArray("uploads");
            for (Received file : accepted) {
                ReceiveResult.Accepted result = accepted(file);
                uploads.addObject()
                        .put("id", result.upload().toString())
                        .put("name", file.name())
                        .put("parts", result.parts())
                        .put("url", UploadPath.url(base, result.upload()));
            }
            ArrayNode problems = json.putArray("refused");
            for (Received file : refused) {
                RequestProblem problem = FileProblem.of(file);
                problems.addObject()
                        .put("name", file.name())
                        .put("code", problem.problem().code())
                        .put("error", problem.text());
            }
        }

        private static ReceiveResult.Accepted accepted(Received file) {
            return (ReceiveResult.Accepted) file.result();
        }
    }

    /// What a route adds to the body of a 202 behind `info`.
    @FunctionalInterface
    interface Members {
        void addTo(ObjectNode json, Files files);
    }

    /// Answers the request, and returns the response if files were accepted.
    ///
    /// @param start [System#nanoTime()] at the start of the request
    Optional<StoredResponse> respond(Context ctx, long start, Reception reception, Members members) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return switch (reception) {
            case Reception.RequestRefused(String fileName, RequestProblem problem) -> {
                log(problem.problem(), fileName, millis);
                Responses.refuse(ctx, problem);
                yield Optional.empty();
            }
            case Reception.Completed completed -> {
                List<UploadOption<?>> late = LateOptions.of(completed);
                if (late.isEmpty()) {
                    yield respondToFiles(ctx, completed, millis, members);
                }
                refuseLate(ctx, completed, late, millis);
                yield Optional.empty();
            }
        };
    }

    private void refuseLate(Context ctx, Reception.Completed reception, List<UploadOption<?>> late, long millis) {
        reception.files().forEach(file -> log(Problem.OPTION_TOO_LATE, file.name(), millis));
        try {
            Responses.refuse(ctx, Problem.OPTION_TOO_LATE, ProblemBody.bytes(lateOptions.undo(reception, late)));
        } catch (RuntimeException e) {
            Responses.refuse(ctx, ErrorMapping.problemOf(e));
        }
    }

    private Optional<StoredResponse> respondToFiles(
            Context ctx, Reception.Completed reception, long millis, Members members) {
        Files files = new Files(
                baseUrl.of(ctx.req()),
                reception.files().stream().filter(UploadResponder::isAccepted).toList(),
                reception.files().stream().filter(file -> !isAccepted(file)).toList());
        files.refused().forEach(file -> log(FileProblem.of(file).problem(), file.name(), millis));
        if (files.accepted().isEmpty()) {
            refuse(ctx, mostInformative(files.refused()));
            return Optional.empty();
        }
        ObjectNode json = JSON.createObjectNode()
                .put(
                        "info",
                        UploadMessages.info(
                                reception, files.accepted(), files.refused().size()));
        members.addTo(json, files);
        String location = UploadPath.url(files.base(), files.firstId());
        ctx.header("Location", location);
        String body = json.toString();
        Responses.answer(ctx, 202, body.getBytes(StandardCharsets.UTF_8));
        return Optional.of(new StoredResponse(202, location, body));
    }

    private static boolean isAccepted(Received file) {
        return file.result() instanceof ReceiveResult.Accepted;
    }

    /// A file that was stopped midway, or else the first.
    private static Received mostInformative(List<Received> refused) {
        return refused.stream()
                .filter(file -> file.result() instanceof ReceiveResult.Stopped)
                .findFirst()
                .orElse(refused.getFirst());
    }

    private void refuse(Context ctx, Received file) {
        RequestProblem problem = FileProblem.of(file);
        ObjectNode json = problem.json();
        if (file.result() instanceof ReceiveResult.Refused(FileRefusal.Repeated(UploadId first))) {
            String url = UploadPath.url(baseUrl.of(ctx.req()), first);
            ctx.header("Location", url);
            json.put("upload", first.toString()).put("url", url);
        }
        Responses.refuse(ctx, problem.problem(), ProblemBody.bytes(json));
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

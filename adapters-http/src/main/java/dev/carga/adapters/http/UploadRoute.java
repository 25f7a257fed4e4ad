package dev.carga.adapters.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carga.application.receive.Receipt;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /`: takes the first file of a multipart form, whatever its field is called, and reads it as it comes.
final class UploadRoute {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(UploadRoute.class);

    /// What the request comes to. `fileName` is empty if none was read.
    private sealed interface Outcome {
        record Accepted(String fileName, UploadId upload, int parts, int otherFiles) implements Outcome {}

        record Refused(String fileName, Problem problem) implements Outcome {}
    }

    private final ReceiveUpload receive;
    private final @Nullable String publicUrl;

    UploadRoute(ReceiveUpload receive, @Nullable String publicUrl) {
        this.receive = receive;
        this.publicUrl = publicUrl;
    }

    void handle(Context ctx) {
        long start = System.nanoTime();
        Outcome outcome = takeIn(ctx.req());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        switch (outcome) {
            case Outcome.Accepted accepted -> {
                LOG.info(
                        "event=upload_request status=202 upload={} parts={} file=\"{}\" ms={}",
                        accepted.upload(),
                        accepted.parts(),
                        accepted.fileName(),
                        millis);
                Answers.answer(ctx, 202, body(ctx.req(), accepted));
            }
            case Outcome.Refused(String fileName, Problem problem) -> {
                LOG.info(
                        "event=upload_request status={} code={} file=\"{}\" ms={}",
                        problem.status(),
                        problem.code(),
                        fileName,
                        millis);
                Answers.refuse(ctx, problem, fileName);
            }
        }
    }

    private Outcome takeIn(HttpServletRequest request) {
        String fileName = "";
        try {
            if (!Multipart.is(request)) {
                return new Outcome.Refused(fileName, Problem.NO_FILE);
            }
        } catch (IllegalArgumentException _) {
            // The Content-Type names a charset that does not exist; the server looks it up as soon as it is asked.
            return new Outcome.Refused(fileName, Problem.MALFORMED_MULTIPART);
        }
        Answers.noteReading(request);
        try {
            Multipart form = new Multipart(request.getContentType(), request.getInputStream());
            Multipart.File file = form.nextFile();
            if (file == null) {
                return new Outcome.Refused(fileName, Problem.NO_FILE);
            }
            fileName = file.name();
            return switch (receive.receive(fileName, DuplicatePolicy.FAIL, file.content())) {
                case Receipt.Accepted(UploadId upload, int parts) ->
                    new Outcome.Accepted(fileName, upload, parts, countOtherFiles(form));
                case Receipt.Refused(Receipt.Refusal reason) -> new Outcome.Refused(fileName, Problem.of(reason));
            };
        } catch (IOException e) {
            // The sender went away, fell silent, or broke the framing of the body.
            return new Outcome.Refused(fileName, isSilence(e) ? Problem.UPLOAD_TIMED_OUT : Problem.MALFORMED_MULTIPART);
        } catch (RuntimeException e) {
            return new Outcome.Refused(fileName, Failures.problemOf(e));
        }
    }

    /// The timeout is the cause, at one depth in a file and at another in the headers before it.
    private static boolean isSilence(IOException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /// Passes over the rest of the form. The file is durable by now, so nothing here may turn it down again, not
    /// even a form that breaks off.
    private static int countOtherFiles(Multipart form) {
        int files = 0;
        try {
            while (form.nextFile() != null) {
                files++;
            }
        } catch (IOException e) {
            LOG.debug("event=form_broken_after_file cause=\"{}\"", e.toString());
        }
        return files;
    }

    private byte[] body(HttpServletRequest request, Outcome.Accepted accepted) {
        String id = accepted.upload().toString();
        return JSON.createObjectNode()
                .put("info", info(accepted))
                .put("url", baseUrl(request) + "/status?message_id=" + id)
                .put("message_id", id)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String info(Outcome.Accepted accepted) {
        String info = accepted.parts() == 0
                ? "The file was received; it has no lines to load."
                : "The file was received and is being loaded; see url for how far it is.";
        return switch (accepted.otherFiles()) {
            case 0 -> info;
            case 1 -> info + " Another file in the form was ignored: send one file per request.";
            default ->
                info + " " + accepted.otherFiles()
                        + " other files in the form were ignored: send one file per request.";
        };
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

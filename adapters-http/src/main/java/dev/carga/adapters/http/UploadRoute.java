package dev.carga.adapters.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carga.application.receive.Receipt;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /`: takes the first file of a multipart form, whatever its field is called, and reads it as it comes.
///
/// What becomes of duplicates is said by `on_duplicate`, in the URL or as a field of the form. The file is
/// not kept waiting for a field that may come after it: one that does is too late, and the answer says so.
final class UploadRoute {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(UploadRoute.class);

    /// What the request comes to. `fileName` is empty if none was read.
    private sealed interface Outcome {
        record Accepted(UploadId upload, int parts, DuplicatePolicy policy, Rest rest) implements Outcome {}

        record Refused(String fileName, Problem problem) implements Outcome {}
    }

    /// What came after the file.
    ///
    /// @param tooLate whether there was a policy among it, and another than the one that was used
    private record Rest(int files, boolean tooLate) {}

    private final ReceiveUpload receive;
    private final @Nullable String publicUrl;
    private final ClientLimits limits;
    private final Semaphore places;

    UploadRoute(ReceiveUpload receive, HttpSettings settings) {
        this.receive = receive;
        this.publicUrl = settings.publicUrl();
        this.limits = settings.limits();
        this.places = new Semaphore(limits.uploads());
    }

    void handle(Context ctx) {
        long start = System.nanoTime();
        Outcome outcome = takeInIfThereIsAPlace(ctx.req(), PolicyChoice.inUrl(ctx));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        switch (outcome) {
            case Outcome.Accepted accepted -> Answers.answer(ctx, 202, body(ctx.req(), accepted));
            case Outcome.Refused(String fileName, Problem problem) -> {
                LOG.info(
                        "event=upload_refused status={} code={} file={} ms={}",
                        problem.status(),
                        problem.code(),
                        FileName.forLog(fileName),
                        millis);
                Answers.refuse(ctx, problem, fileName);
            }
        }
    }

    /// Before the body is read: one who said "Expect: 100-continue" has not sent any of it yet.
    private Outcome takeInIfThereIsAPlace(HttpServletRequest request, List<String> inUrl) {
        if (!places.tryAcquire()) {
            return new Outcome.Refused("", Problem.TOO_MANY_UPLOADS);
        }
        try {
            return takeIn(request, inUrl);
        } finally {
            places.release();
        }
    }

    private Outcome takeIn(HttpServletRequest request, List<String> inUrl) {
        String fileName = "";
        PolicyChoice choice = PolicyChoice.of(inUrl);
        if (choice instanceof PolicyChoice.Wrong(Problem problem)) {
            return new Outcome.Refused(fileName, problem);
        }
        try {
            if (!Multipart.is(request)) {
                return new Outcome.Refused(fileName, Problem.NO_FILE);
            }
        } catch (IllegalArgumentException _) {
            // The Content-Type names a charset that does not exist; the server looks it up as soon as it is
            // asked.
            return new Outcome.Refused(fileName, Problem.MALFORMED_MULTIPART);
        }
        Answers.noteReading(request);
        try {
            InputStream body = new PacedBody(request.getInputStream(), limits.bytesPerSecond(), limits.averagedOver());
            Multipart form = new Multipart(request.getContentType(), body, PolicyChoice.NAME);
            Multipart.File file = form.nextFile();
            if (file == null) {
                return new Outcome.Refused(fileName, Problem.NO_FILE);
            }
            fileName = file.name();
            List<String> beforeFile = new ArrayList<>(inUrl);
            beforeFile.addAll(form.values());
            return switch (PolicyChoice.of(beforeFile)) {
                case PolicyChoice.Wrong(Problem problem) -> new Outcome.Refused(fileName, problem);
                case PolicyChoice.Made(var policy) ->
                    receive(form, file, policy == null ? DuplicatePolicy.FAIL : policy, TraceHeader.of(request));
            };
        } catch (IOException e) {
            // The sender went away, fell silent, or broke the framing of the body.
            return new Outcome.Refused(fileName, isSilence(e) ? Problem.UPLOAD_TIMED_OUT : Problem.MALFORMED_MULTIPART);
        } catch (RuntimeException e) {
            return new Outcome.Refused(fileName, Failures.problemOf(e));
        }
    }

    private Outcome receive(Multipart form, Multipart.File file, DuplicatePolicy policy, @Nullable TraceParent trace)
            throws IOException {
        return switch (receive.receive(file.name(), policy, trace, file.content())) {
            case Receipt.Accepted(UploadId upload, int parts) ->
                new Outcome.Accepted(upload, parts, policy, passOverRest(form, policy));
            case Receipt.Ended _ -> new Outcome.Refused(file.name(), Problem.UPLOAD_ENDED);
            case Receipt.Refused(Receipt.Refusal reason) -> new Outcome.Refused(file.name(), Problem.of(reason));
        };
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

    /// Passes over the rest of the form. The file is durable by now, so nothing here may turn it down again,
    /// not even a form that breaks off.
    private static Rest passOverRest(Multipart form, DuplicatePolicy used) {
        int before = form.values().size();
        int files = 0;
        try {
            while (form.nextFile() != null) {
                files++;
            }
        } catch (IOException e) {
            LOG.debug("event=form_broken_after_file cause={}", e.toString());
        }
        List<String> after = form.values().subList(before, form.values().size());
        return new Rest(files, !after.stream().allMatch(value -> used.key().equalsIgnoreCase(value)));
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
        String files = switch (accepted.rest().files()) {
            case 0 -> "";
            case 1 -> " Another file in the form was ignored: send one file per request.";
            default ->
                " " + accepted.rest().files() + " other files in the form were ignored: send one file per request.";
        };
        String late = accepted.rest().tooLate()
                ? " The field on_duplicate came too late, after the file, and was not heeded ("
                        + accepted.policy().key() + " was used): put it before the file or into the URL."
                : "";
        return info + files + late;
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

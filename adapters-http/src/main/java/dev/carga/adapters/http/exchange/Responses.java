package dev.carga.adapters.http.exchange;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes responses. A refusal reaches the client even while it is sending a large body.
public final class Responses {

    public static final String JSON = "application/json";

    /// RFC 9457. The predecessor's routes keep `application/json`.
    private static final String PROBLEM_JSON = "application/problem+json";

    public static final String RETRY_AFTER_SECONDS = "5";

    /// The rest of a refused body is read and dropped for this long before the connection is closed.
    private static final Duration LINGER = Duration.ofSeconds(30);

    private static final String BEFORE_REFUSAL = Responses.class.getName() + ".before-refusal";
    private static final String READING = Responses.class.getName() + ".reading";
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);

    private Responses() {}

    public static void answer(Context ctx, int status, byte[] body) {
        answer(ctx, status, JSON, body);
    }

    private static void answer(Context ctx, int status, String type, byte[] body) {
        ctx.status(status).contentType(type).header("Cache-Control", "no-store").result(body);
    }

    /// Answers a request whose body was not read.
    public static void answerUnread(Context ctx, int status, byte[] body) {
        if (isBodyStillComing(ctx.req())) {
            answerAndLinger(ctx, status, JSON, body);
        } else {
            answer(ctx, status, body);
        }
    }

    /// Answers with the problem.
    ///
    /// @param arguments fill the placeholders of its text
    public static void refuse(Context ctx, Problem problem, Object... arguments) {
        refuse(ctx, problem, ProblemBody.of(problem, arguments));
    }

    public static void refuse(Context ctx, RequestProblem problem) {
        refuse(ctx, problem.problem(), ProblemBody.bytes(problem.json()));
    }

    /// Sets a step that runs before a refusal is sent. Once it is sent, the client may repeat the request at
    /// once.
    public static void beforeRefusal(Context ctx, Runnable step) {
        ctx.req().setAttribute(BEFORE_REFUSAL, step);
    }

    /// Answers with the problem in a given body, see [ProblemBody].
    public static void refuse(Context ctx, Problem problem, byte[] body) {
        if (ctx.req().getAttribute(BEFORE_REFUSAL) instanceof Runnable step) {
            step.run();
        }
        if (problem.isTransient()) {
            ctx.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        String type = ctx.path().startsWith("/api/") ? PROBLEM_JSON : JSON;
        if (isBodyStillComing(ctx.req())) {
            answerAndLinger(ctx, problem.status(), type, body);
        } else {
            answer(ctx, problem.status(), type, body);
        }
    }

    /// To be called when the server begins to read a body: from then on the client sends it without waiting for
    /// "100 Continue".
    public static void noteReading(HttpServletRequest request) {
        request.setAttribute(READING, true);
    }

    private static boolean isBodyStillComing(HttpServletRequest request) {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        // A client that sent "Expect: 100-continue" waits for "100 Continue", which it will not get.
        return hasBody && (request.getHeader("Expect") == null || request.getAttribute(READING) != null);
    }

    /// Answers first, and then reads what is still being sent. A connection that is closed with unread bytes is
    /// reset, and the client may never see the response. A client that reads while it sends, as curl does,
    /// stops at once.
    private static void answerAndLinger(Context ctx, int status, String type, byte[] body) {
        HttpServletResponse response = ctx.res();
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Connection", "close");
        try {
            OutputStream out = response.getOutputStream();
            out.write(body);
            out.flush();
            drain(ctx.req().getInputStream());
        } catch (IOException e) {
            LOG.debug("event=sender_left status={} cause={}", status, e.toString());
        }
    }

    private static void drain(InputStream rest) throws IOException {
        long deadline = System.nanoTime() + LINGER.toNanos();
        byte[] dropped = new byte[8 << 10];
        while (rest.read(dropped) >= 0 && System.nanoTime() < deadline) {
            // Dropped.
        }
    }
}

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

/// Writes answers. A refusal gets through even to a sender in the middle of a large body.
public final class Responses {

    public static final String JSON = "application/json";
    /// RFC 9457. The predecessor's routes keep its type.
    private static final String PROBLEM_JSON = "application/problem+json";

    public static final String RETRY_AFTER_SECONDS = "5";

    /// The rest of a refused body is taken and dropped this long, then the connection ends all the same.
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

    /// Answers a request whose body nobody has read.
    public static void answerUnread(Context ctx, int status, byte[] body) {
        if (isBodyStillComing(ctx.req())) {
            answerAndLinger(ctx, status, JSON, body);
        } else {
            answer(ctx, status, body);
        }
    }

    /// Answers with the problem; `details` fill the gaps in its text.
    public static void refuse(Context ctx, Problem problem, Object... details) {
        refuse(ctx, problem, problem.body(details));
    }

    /// What is to be done before a refusal is told: whoever was told may ask again at once.
    public static void beforeRefusal(Context ctx, Runnable step) {
        ctx.req().setAttribute(BEFORE_REFUSAL, step);
    }

    /// The same with a body of its own.
    public static void refuse(Context ctx, Problem problem, byte[] body) {
        if (ctx.req().getAttribute(BEFORE_REFUSAL) instanceof Runnable step) {
            step.run();
        }
        if (problem.isPassing()) {
            ctx.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        String type = ctx.path().startsWith("/api/") ? PROBLEM_JSON : JSON;
        if (isBodyStillComing(ctx.req())) {
            answerAndLinger(ctx, problem.status(), type, body);
        } else {
            answer(ctx, problem.status(), type, body);
        }
    }

    /// To be called by whoever begins to read a body: from then on its sender sends without being asked.
    public static void noteReading(HttpServletRequest request) {
        request.setAttribute(READING, true);
    }

    private static boolean isBodyStillComing(HttpServletRequest request) {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        // Who said "Expect: 100-continue" waits to be asked before he sends, and now never will be.
        return hasBody && (request.getHeader("Expect") == null || request.getAttribute(READING) != null);
    }

    /// Answers first, and takes what is still being sent only then. A connection that is closed with unread
    /// bytes in it is reset, and the sender may never see the answer; one who reads while he sends, as curl
    /// does, stops at once.
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
            // Nothing to do with it.
        }
    }
}

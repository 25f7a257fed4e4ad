package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.InfrastructureErrors;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.application.receive.IdempotencyStore;
import dev.carga.application.receive.IdempotencyStore.Claim;
import dev.carga.application.receive.IdempotencyStore.StoredResponse;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is sent again,
/// since its answer was lost, gets that answer, and its file is not taken twice. Kept are answers to files
/// that were taken, for a day; whatever was refused is worked on again.
public final class Idempotency {

    private static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    /// A string of a structured field (RFC 8941), or what people write instead.
    private static final Pattern KEY = Pattern.compile("\"([\\x21\\x23-\\x5B\\x5D-\\x7E]{1,255})\"|([!#-~]{1,255})");

    private static final Duration CONFIRMED_EVERY = Duration.ofSeconds(15);
    private static final Duration STALE = Duration.ofMinutes(2);
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);

    private final IdempotencyStore idempotencyStore;

    public Idempotency(IdempotencyStore idempotencyStore) {
        this.idempotencyStore = idempotencyStore;
    }

    /// Works on a request.
    @FunctionalInterface
    interface Work {
        /// Answers the request.
        ///
        /// @return what is to be answered again; null if nothing is
        @Nullable
        StoredResponse answer();
    }

    /// Answers the request by what was answered before, or by the work.
    void answer(Context ctx, Work work) {
        @Nullable String header = ctx.header(HEADER);
        if (header == null) {
            @Nullable StoredResponse _ = work.answer();
            return;
        }
        var matcher = KEY.matcher(header.strip());
        if (!matcher.matches()) {
            Responses.refuse(ctx, Problem.MALFORMED_IDEMPOTENCY_KEY);
            return;
        }
        String key = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        Claim claim;
        try {
            claim = idempotencyStore.claim(key, fingerprint(ctx), STALE);
        } catch (RuntimeException e) {
            Responses.refuse(ctx, InfrastructureErrors.problemOf(e));
            return;
        }
        switch (claim) {
            case Claim.InProgress() -> {
                ctx.header("Retry-After", Responses.RETRY_AFTER_SECONDS);
                Responses.refuse(ctx, Problem.REQUEST_UNDER_WAY);
            }
            case Claim.KeyReused() -> Responses.refuse(ctx, Problem.IDEMPOTENCY_KEY_REUSED);
            case Claim.Answered(StoredResponse answer) -> replay(ctx, answer);
            case Claim.Granted(UUID token) -> {
                Responses.beforeRefusal(ctx, () -> settle(key, token, null));
                work(key, token, work);
            }
        }
    }

    /// What makes a request the same. Its body is not read for this.
    private static String fingerprint(Context ctx) {
        return ctx.req().getMethod() + " " + ctx.req().getRequestURI() + "?" + ctx.queryString() + " "
                + ctx.req().getContentLengthLong();
    }

    private static void replay(Context ctx, StoredResponse answer) {
        ctx.header(REPLAYED, "true");
        if (answer.location() != null) {
            ctx.header("Location", answer.location());
        }
        Responses.answerUnread(ctx, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private void work(String key, UUID token, Work work) {
        CountDownLatch through = new CountDownLatch(1);
        Thread _ = Thread.ofVirtual().name("idempotency").start(() -> confirm(key, token, through));
        @Nullable StoredResponse answer = null;
        try {
            answer = work.answer();
        } finally {
            through.countDown();
            settle(key, token, answer);
        }
    }

    private void confirm(String key, UUID token, CountDownLatch through) {
        try {
            while (!through.await(CONFIRMED_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                idempotencyStore.confirm(key, token);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("event=key_not_confirmed cause={}", e.getMessage());
        }
    }

    /// If that fails, the request is answered all the same; one that comes again finds the key under way,
    /// and after a while free.
    private void settle(String key, UUID token, @Nullable StoredResponse answer) {
        try {
            if (answer == null) {
                idempotencyStore.release(key, token);
            } else {
                idempotencyStore.keep(key, token, answer);
            }
        } catch (RuntimeException e) {
            LOG.warn("event=answer_not_kept cause={}", e.getMessage());
        }
    }
}

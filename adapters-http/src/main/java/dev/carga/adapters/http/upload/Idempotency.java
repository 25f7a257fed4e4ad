package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.application.receive.IdempotencyStore;
import dev.carga.application.receive.IdempotencyStore.Claim;
import dev.carga.application.receive.IdempotencyStore.StoredResponse;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is repeated because
/// its response was lost gets that response, and its file is not received twice. Responses to accepted files
/// are stored for a day. A request that was refused is processed again.
final class Idempotency {

    private static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    /// A string of a structured field (RFC 8941), or the same without quotes, as many clients send it.
    private static final Pattern KEY = Pattern.compile("\"([\\x21\\x23-\\x5B\\x5D-\\x7E]{1,255})\"|([!#-~]{1,255})");

    private static final Duration CONFIRMATION_INTERVAL = Duration.ofSeconds(15);
    /// A claim that was not confirmed for this long belongs to a process that has died.
    private static final Duration STALE = Duration.ofMinutes(2);
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);

    private final IdempotencyStore idempotencyStore;

    Idempotency(IdempotencyStore idempotencyStore) {
        this.idempotencyStore = idempotencyStore;
    }

    /// Answers the request: with the stored response, or by processing it.
    ///
    /// @param processing answers the request, and returns the response to store, if any
    void answer(Context ctx, Supplier<Optional<StoredResponse>> processing) {
        @Nullable String header = ctx.header(HEADER);
        if (header == null) {
            Optional<StoredResponse> _ = processing.get();
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
            Responses.refuse(ctx, ErrorMapping.problemOf(e));
            return;
        }
        switch (claim) {
            case Claim.InProgress() -> {
                ctx.header("Retry-After", Responses.RETRY_AFTER_SECONDS);
                Responses.refuse(ctx, Problem.REQUEST_UNDER_WAY);
            }
            case Claim.KeyReused() -> Responses.refuse(ctx, Problem.IDEMPOTENCY_KEY_REUSED);
            case Claim.Answered(StoredResponse response) -> replay(ctx, response);
            case Claim.Granted(UUID token) -> {
                Responses.beforeRefusal(ctx, () -> settle(key, token, Optional.empty()));
                process(key, token, processing);
            }
        }
    }

    /// Identifies a request, without reading its body.
    private static String fingerprint(Context ctx) {
        return ctx.req().getMethod() + " " + ctx.req().getRequestURI() + "?" + ctx.queryString() + " "
                + ctx.req().getContentLengthLong();
    }

    private static void replay(Context ctx, StoredResponse response) {
        ctx.header(REPLAYED, "true");
        if (response.location() != null) {
            ctx.header("Location", response.location());
        }
        Responses.answerUnread(ctx, response.status(), response.body().getBytes(StandardCharsets.UTF_8));
    }

    private void process(String key, UUID token, Supplier<Optional<StoredResponse>> processing) {
        CountDownLatch done = new CountDownLatch(1);
        Thread _ = Thread.ofVirtual().name("idempotency").start(() -> confirm(key, token, done));
        Optional<StoredResponse> response = Optional.empty();
        try {
            response = processing.get();
        } finally {
            done.countDown();
            settle(key, token, response);
        }
    }

    private void confirm(String key, UUID token, CountDownLatch done) {
        try {
            while (!done.await(CONFIRMATION_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                idempotencyStore.confirm(key, token);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("event=key_not_confirmed cause={}", e.getMessage());
        }
    }

    /// Stores the response, or releases the key if there is none. If that fails, the request is answered all
    /// the same; a repeated request finds the key in use, and after a while free.
    private void settle(String key, UUID token, Optional<StoredResponse> response) {
        try {
            if (response.isPresent()) {
                idempotencyStore.keep(key, token, response.get());
            } else {
                idempotencyStore.release(key, token);
            }
        } catch (RuntimeException e) {
            LOG.warn("event=answer_not_kept cause={}", e.getMessage());
        }
    }
}

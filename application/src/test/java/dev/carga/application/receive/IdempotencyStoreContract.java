package dev.carga.application.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.receive.IdempotencyStore.Claim;
import dev.carga.application.receive.IdempotencyStore.StoredResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The behaviour of every [IdempotencyStore].
public interface IdempotencyStoreContract {

    Duration MINUTE = Duration.ofMinutes(1);
    StoredResponse RESPONSE = new StoredResponse(202, "http://127.0.0.1/x", "{\"info\":\"ação\"}");

    Stores stores();

    private Claim claim(String key) {
        return stores().idempotencyStore().claim(key, "POST /", MINUTE);
    }

    private UUID granted(String key) {
        Claim claim = claim(key);
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).token();
    }

    @Test
    default void firstClaimIsGrantedAndLaterOnesGetItsResponse() {
        UUID token = granted("a");
        assertThat(claim("a")).isEqualTo(new Claim.InProgress());
        stores().idempotencyStore().keep("a", token, RESPONSE);
        assertThat(claim("a")).isEqualTo(new Claim.Answered(RESPONSE));
        assertThat(claim("a")).isEqualTo(new Claim.Answered(RESPONSE));
        assertThat(claim("b")).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void responseMayHaveNoLocation() {
        StoredResponse response = new StoredResponse(409, null, "{}");
        stores().idempotencyStore().keep("a", granted("a"), response);
        assertThat(claim("a")).isEqualTo(new Claim.Answered(response));
    }

    @Test
    default void keyBelongsToOneRequest() {
        UUID token = granted("a");
        assertThat(stores().idempotencyStore().claim("a", "POST /other", MINUTE))
                .isEqualTo(new Claim.KeyReused());
        stores().idempotencyStore().keep("a", token, RESPONSE);
        assertThat(stores().idempotencyStore().claim("a", "POST /other", MINUTE))
                .isEqualTo(new Claim.KeyReused());
    }

    @Test
    default void releasedKeyIsFree() {
        stores().idempotencyStore().release("a", granted("a"));
        assertThat(claim("a")).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void staleHolderLosesTheKeyAndItsResponseIsIgnored() throws InterruptedException {
        UUID stale = granted("a");
        Thread.sleep(60);
        Claim taken = stores().idempotencyStore().claim("a", "POST /", Duration.ofMillis(30));
        assertThat(taken).isInstanceOf(Claim.Granted.class);
        stores().idempotencyStore().keep("a", stale, RESPONSE);
        stores().idempotencyStore().release("a", stale);
        assertThat(claim("a")).isEqualTo(new Claim.InProgress());
        assertThat(stale).isNotEqualTo(((Claim.Granted) taken).token());
    }

    @Test
    default void confirmedKeyIsNotStale() throws InterruptedException {
        UUID token = granted("a");
        Thread.sleep(60);
        stores().idempotencyStore().confirm("a", token);
        assertThat(stores().idempotencyStore().claim("a", "POST /", Duration.ofMillis(50)))
                .isEqualTo(new Claim.InProgress());
    }

    @Test
    default void storedResponseIsNotStale() throws InterruptedException {
        stores().idempotencyStore().keep("a", granted("a"), RESPONSE);
        Thread.sleep(20);
        assertThat(stores().idempotencyStore().claim("a", "POST /", Duration.ofMillis(10)))
                .isEqualTo(new Claim.Answered(RESPONSE));
    }

    @Test
    default void oneOfManyConcurrentClaimsIsGranted() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Claim>> claims = IntStream.range(0, 8)
                    .<Callable<Claim>>mapToObj(_ -> () -> claim("a"))
                    .toList();
            int granted = 0;
            for (Future<Claim> claim : threads.invokeAll(claims)) {
                granted += claim.get() instanceof Claim.Granted ? 1 : 0;
            }
            assertThat(granted).isEqualTo(1);
        }
    }
}

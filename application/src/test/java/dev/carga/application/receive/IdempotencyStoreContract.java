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

/// What every [IdempotencyStore] does.
public interface IdempotencyStoreContract {

    Duration MINUTE = Duration.ofMinutes(1);
    StoredResponse ANSWER = new StoredResponse(202, "http://127.0.0.1/x", "{\"info\":\"ação\"}");

    Stores stores();

    private Claim claim(String key) {
        return stores().idempotencyStore().claim(key, "POST /", MINUTE);
    }

    private UUID mine(String key) {
        Claim claim = claim(key);
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).token();
    }

    @Test
    default void theFirstWorksOnItAndTheNextGetTheAnswer() {
        UUID token = mine("a");
        assertThat(claim("a")).isEqualTo(new Claim.InProgress());
        stores().idempotencyStore().keep("a", token, ANSWER);
        assertThat(claim("a")).isEqualTo(new Claim.Answered(ANSWER));
        assertThat(claim("a")).isEqualTo(new Claim.Answered(ANSWER));
        assertThat(claim("b")).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void anAnswerMayHaveNoLocation() {
        StoredResponse answer = new StoredResponse(409, null, "{}");
        stores().idempotencyStore().keep("a", mine("a"), answer);
        assertThat(claim("a")).isEqualTo(new Claim.Answered(answer));
    }

    @Test
    default void aKeyIsForOneRequest() {
        UUID token = mine("a");
        assertThat(stores().idempotencyStore().claim("a", "POST /other", MINUTE))
                .isEqualTo(new Claim.KeyReused());
        stores().idempotencyStore().keep("a", token, ANSWER);
        assertThat(stores().idempotencyStore().claim("a", "POST /other", MINUTE))
                .isEqualTo(new Claim.KeyReused());
    }

    @Test
    default void whatIsGivenBackIsFree() {
        stores().idempotencyStore().release("a", mine("a"));
        assertThat(claim("a")).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void whoKeepsSilentLosesItAndCannotAnswerAnyMore() throws InterruptedException {
        UUID gone = mine("a");
        Thread.sleep(60);
        Claim taken = stores().idempotencyStore().claim("a", "POST /", Duration.ofMillis(30));
        assertThat(taken).isInstanceOf(Claim.Granted.class);
        stores().idempotencyStore().keep("a", gone, ANSWER);
        stores().idempotencyStore().release("a", gone);
        assertThat(claim("a")).isEqualTo(new Claim.InProgress());
        assertThat(gone).isNotEqualTo(((Claim.Granted) taken).token());
    }

    @Test
    default void whoConfirmsKeepsIt() throws InterruptedException {
        UUID token = mine("a");
        Thread.sleep(60);
        stores().idempotencyStore().confirm("a", token);
        assertThat(stores().idempotencyStore().claim("a", "POST /", Duration.ofMillis(50)))
                .isEqualTo(new Claim.InProgress());
    }

    @Test
    default void anAnswerDoesNotGrowStale() throws InterruptedException {
        stores().idempotencyStore().keep("a", mine("a"), ANSWER);
        Thread.sleep(20);
        assertThat(stores().idempotencyStore().claim("a", "POST /", Duration.ofMillis(10)))
                .isEqualTo(new Claim.Answered(ANSWER));
    }

    @Test
    default void ofManyAtOnceOneGetsIt() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Claim>> claims = IntStream.range(0, 8)
                    .<Callable<Claim>>mapToObj(_ -> () -> claim("a"))
                    .toList();
            int mine = 0;
            for (Future<Claim> claim : threads.invokeAll(claims)) {
                mine += claim.get() instanceof Claim.Granted ? 1 : 0;
            }
            assertThat(mine).isEqualTo(1);
        }
    }
}

package dev.carga.application.fake;

import static dev.carga.application.dispatch.PartQueueFixture.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.AbandonedPartsContract;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.dispatch.PartQueueContract;
import dev.carga.application.trace.TracedPart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The fake keeps the port's contract, and its own controls do what they say.
class InMemoryPartQueueTest implements PartQueueContract, AbandonedPartsContract {

    private final InMemoryPartQueue queue = new InMemoryPartQueue();

    @Override
    public PartQueue queue() {
        return queue;
    }

    @Override
    public void abandon(List<TracedPart> parts) {
        queue.send(parts);
        queue.abandonAll();
    }

    @Test
    void whatWaitsCanBeLost() {
        queue.send(parts(3));
        queue.loseAll();

        assertThat(queue.waiting()).isZero();
        assertThat(queue.sent()).hasSize(3);
    }

    @Test
    void everythingCanComeTwice() {
        List<TracedPart> parts = parts(2);
        List<TracedPart> got = new ArrayList<>();
        queue.duplicateEverything();
        queue.send(parts);

        assertThat(queue.deliverAll(part -> {
                    got.add(part);
                    return Disposition.ACK;
                }))
                .isEqualTo(4);
        assertThat(got).containsExactly(parts.get(0), parts.get(0), parts.get(1), parts.get(1));
    }

    @Test
    void whatIsRefusedWaitsForTheNextRound() {
        queue.send(parts(2));

        assertThat(queue.deliverAll(part -> part.part().number() == 1 ? Disposition.REQUEUE : Disposition.ACK))
                .isEqualTo(2);
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void theQueueCanBeAway() {
        var away = new InfrastructureException.Transient("away", null);
        queue.goAway(away);

        assertThatThrownBy(() -> queue.send(parts(1))).isSameAs(away);
        assertThatThrownBy(queue::waiting).isSameAs(away);

        queue.comeBack();
        queue.send(parts(1));
        assertThat(queue.waiting()).isEqualTo(1);
    }
}

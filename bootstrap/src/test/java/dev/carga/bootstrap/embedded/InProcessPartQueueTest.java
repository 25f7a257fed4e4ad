package dev.carga.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.dispatch.PartQueueContract;
import dev.carga.application.dispatch.PartQueueFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The in-process queue fulfils the contract of its port.
class InProcessPartQueueTest implements PartQueueContract {

    private final InProcessPartQueue queue = new InProcessPartQueue();

    @Override
    public PartQueue queue() {
        return queue;
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void closedQueueRefusesMessages() {
        queue.subscribe(_ -> Disposition.ACK, 2);
        queue.close();

        assertThatThrownBy(() -> queue.send(PartQueueFixture.parts(1)))
                .isInstanceOf(InfrastructureException.Transient.class);
        assertThat(queue.waiting()).isZero();
    }
}

package dev.carga.application.scale;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.domain.layout.CutPart;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountWantedWorkersTest {

    private final Stores stores = new InMemoryStores();

    private CountWantedWorkers withConnections(int connections) {
        WantedWorkers rule = new WantedWorkers(2, 1, Duration.ofMinutes(10), 1, 10);
        return new CountWantedWorkers(stores.backlogGauge(), () -> connections, rule, 20, 7);
    }

    @Test
    void countIsLimitedByTheConnectionsLeft() {
        stores.queued(IntStream.rangeClosed(1, 9)
                .mapToObj(number -> part(number, number, line("x" + number)))
                .toArray(CutPart[]::new));

        CountWantedWorkers.Count count = withConnections(48).count();

        assertThat(count.wanted()).isEqualTo(4);
        assertThat(count.backlog().queuedParts()).isEqualTo(9);
        assertThat(count.budget()).isEqualTo(new ConnectionBudget(48, 20, 7));
        assertThat(withConnections(100).count().wanted()).isEqualTo(5);
    }

    @Test
    void minimumIsWantedWithoutWork() {
        assertThat(withConnections(100).count().wanted()).isOne();
    }
}

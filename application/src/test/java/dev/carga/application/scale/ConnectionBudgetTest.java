package dev.carga.application.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionBudgetTest {

    @ParameterizedTest(name = "{0} connections, {1} kept, {2} a worker: {3} workers")
    @CsvSource({
        "97, 45, 7, 7",
        "97, 41, 7, 8",
        "97, 42, 7, 7",
        "97, 97, 7, 0",
        "20, 45, 7, 0",
        "7, 0, 7, 1",
        "6, 0, 7, 0"
    })
    void budgetAllowsWorkersThatCanOpenAllTheirConnections(int limit, int kept, int perWorker, int workers) {
        assertThat(new ConnectionBudget(limit, kept, perWorker).workers()).isEqualTo(workers);
    }
}

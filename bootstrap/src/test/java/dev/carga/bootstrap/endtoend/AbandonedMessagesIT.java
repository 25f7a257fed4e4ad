package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.GetResponse;
import dev.carga.adapters.amqp.TestBroker;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CuttingRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Parts whose messages the broker has dead-lettered.
class AbandonedMessagesIT {

    private static final int PARTS = 4;

    private final TestDatabase database = new TestDatabase();
    private final TestBroker broker = TestBroker.running();
    private final String queue = broker.newQueueName();

    @AfterEach
    void cleanUp() {
        broker.delete(queue);
        database.close();
    }

    private Carga start(Role role, @Nullable HttpSettings http) {
        return Carga.of(new Settings(
                        role,
                        http,
                        database.settings(12),
                        new BrokerSettings(broker.uri(), queue),
                        Path.of("unused"),
                        2,
                        PARTS,
                        5,
                        Duration.ofMinutes(2),
                        new CuttingRules(100, 1 << 20, 1 << 16)))
                .start();
    }

    @Test
    void partsOfDeadLettersLoadBeforeTheyAreResentAsLost() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        SampleFile.write(file, PARTS * 100, 20261124, SampleFile.Flaws.ONE_PERCENT);
        try (Carga web = start(Role.WEB, HttpSettings.on("127.0.0.1", 0));
                Client client = new Client(web.port())) {
            String id = client.send("a.txt", file.toByteArray());
            deadLetterAllMessages();
            preventResendingForAnHour();
            try (Carga _ = start(Role.WORKER, null)) {
                JsonNode status = client.awaitCompleted(id);
                assertThat(status.path("success_count").asInt()).isEqualTo(PARTS);
            }
        }
        assertThat(Rows.of(database)).containsExactlyInAnyOrderElementsOf(IndependentReading.rows(file.toByteArray()));
        assertThat(broker.take(queue + ".dead")).isEmpty();
        assertThat(broker.take(queue)).isEmpty();
    }

    private void deadLetterAllMessages() {
        List<GetResponse> taken = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            broker.take(queue).ifPresent(taken::add);
            return taken.size() == PARTS;
        });
        taken.forEach(message -> broker.publish(queue + ".dead", message.getBody()));
    }

    /// Otherwise the periodic task would resend the parts after about ten seconds.
    private void preventResendingForAnHour() {
        database.jdbi()
                .useHandle(handle ->
                        handle.execute("UPDATE carga_part SET sent_at = clock_timestamp() + interval '1 hour'"));
    }
}

package dev.carga.adapters.amqp;

import static dev.carga.application.trace.Traces.traced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.amqp.BrokerFacts.Queue;
import dev.carga.adapters.amqp.BrokerFacts.Reached;
import dev.carga.adapters.amqp.BrokerFacts.Unreachable;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What `carga doctor` finds out about a broker.
class BrokerExaminationIT {

    private final TestBroker broker = TestBroker.running();
    private final String name = broker.newQueueName();

    @AfterEach
    void cleanUp() {
        broker.delete(name);
    }

    private Reached examine() {
        return (Reached) RabbitMqPartQueue.examine(broker.settings(name));
    }

    @Test
    void missingQueuesAreReportedAndNotCreated() {
        for (int i = 0; i < 2; i++) {
            Reached found = examine();

            assertThat(found.product()).isNotEqualTo("unknown");
            assertThat(found.version()).isNotEqualTo("unknown");
            assertThat(found.blocked()).isNull();
            assertThat(found.refused()).isNull();
            // The second examination would find a queue that the first had declared.
            assertThat(found.parts()).isEqualTo(new Queue.Missing(name, null));
            assertThat(found.dead()).isEqualTo(new Queue.Missing(name + ".dead", null));
        }
    }

    @Test
    void queuesThatCargaDeclaredFit() {
        try (RabbitMqPartQueue queue = new RabbitMqPartQueue(broker.settings(name))) {
            queue.send(List.of(traced(new PartRef(UploadId.random(), 1)), traced(new PartRef(UploadId.random(), 2))));

            Reached found = examine();

            assertThat(found.parts()).isEqualTo(new Queue.Fits(name, 2, 0));
            assertThat(found.dead()).isEqualTo(new Queue.Fits(name + ".dead", 0, 0));
            assertThat(queue.waiting()).isEqualTo(2);
        }
    }

    @Test
    void queueWithOtherPropertiesIsUnusable() {
        broker.assumeRabbitMq("it compares a queue's arguments");
        broker.declarePlain(name);

        assertThat(examine().parts()).isInstanceOfSatisfying(Queue.Unusable.class, queue -> {
            assertThat(queue.name()).isEqualTo(name);
            assertThat(queue.reason()).contains("PRECONDITION_FAILED").contains("inequivalent arg");
        });
        assertThat(examine().dead()).isInstanceOf(Queue.Missing.class);
    }

    @Test
    void wrongPasswordIsReportedAndNotShown() {
        broker.assumeRabbitMq("it reports a wrong password");
        String uri = broker.uri().replaceFirst("//([^:@/]*):[^@/]*@", "//$1:not-the-password@");

        assertThat(RabbitMqPartQueue.examine(RabbitMqSettings.at(uri)))
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.reason())
                                .contains("refuses the password")
                                .doesNotContain("not-the-password"));
    }

    @Test
    void missingVhostIsReported() {
        broker.assumeRabbitMq("it has vhosts");
        String uri = broker.uri().replaceFirst("(//[^/]*)(/.*)?$", "$1/carga-no-such-vhost");

        assertThat(RabbitMqPartQueue.examine(RabbitMqSettings.at(uri)))
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.reason()).contains("carga-no-such-vhost"));
    }

    @Test
    void unavailableBrokerIsReportedWithinTheTimeout() {
        long start = System.nanoTime();

        assertThat(RabbitMqPartQueue.examine(
                        RabbitMqSettings.at("amqp://guest:guest@127.0.0.1:1").withTimeout(Duration.ofSeconds(1))))
                .isInstanceOf(Unreachable.class);

        assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    }

    @Test
    void silentBrokerIsReportedWithinTheTimeout() {
        try (CuttableProxy proxy = new CuttableProxy(broker.host(), broker.port())) {
            proxy.fallSilent();
            long start = System.nanoTime();

            assertThat(RabbitMqPartQueue.examine(
                            RabbitMqSettings.at(broker.uriThrough(proxy.port())).withTimeout(Duration.ofSeconds(1))))
                    .isInstanceOf(Unreachable.class);

            assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
        }
    }
}

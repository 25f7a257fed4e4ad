package dev.carga.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.amqp.BrokerFacts;
import dev.carga.adapters.amqp.BrokerFacts.Queue;
import dev.carga.adapters.amqp.BrokerFacts.Reached;
import dev.carga.adapters.amqp.BrokerFacts.Unreachable;
import dev.carga.bootstrap.doctor.Finding.Level;
import dev.carga.domain.Nullable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerRulesTest {

    private String product = "RabbitMQ";
    private String version = "3.13.7";
    private @Nullable String blocked;
    private @Nullable String refused;
    private Queue parts = new Queue.Fits("carga.parts", 3, 2);
    private Queue dead = new Queue.Fits("carga.parts.dead", 0, 1);

    private static List<Finding> judge(BrokerFacts facts) {
        return new BrokerRules("the broker").judge(facts);
    }

    private List<Finding> judge() {
        return judge(new Reached(product, version, blocked, refused, parts, dead));
    }

    private void assertComplaint(Level level, String what, String found, String advice) {
        List<Finding> complaints = judge().stream()
                .filter(finding -> finding.level() == Level.WARN || finding.level() == Level.FAIL)
                .toList();
        assertThat(complaints).singleElement().satisfies(complaint -> {
            assertThat(complaint.level()).isEqualTo(level);
            assertThat(complaint.what()).isEqualTo(what);
            assertThat(complaint.found()).contains(found);
            assertThat(complaint.advice()).contains(advice);
        });
    }

    private void assertNoComplaint() {
        assertThat(judge()).allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
    }

    @Test
    void goodBrokerHasNoComplaint() {
        assertNoComplaint();
        assertThat(judge()).extracting(Finding::found).contains("RabbitMQ 3.13.7", "3 messages wait, 2 workers listen");
    }

    @Test
    void failedConnectionSaysWhatToDo() {
        List<Finding> findings = judge(new Unreachable("No broker at x:5672: Connection refused"));

        assertThat(findings).extracting(Finding::level).containsExactly(Level.FAIL, Level.SKIP);
        assertThat(findings.getFirst().advice()).contains("host, port, user, password and vhost");
    }

    @ParameterizedTest
    @CsvSource({"3.9.29", "3.8.0", "2.10.1"})
    void oldBrokerFails(String old) {
        version = old;
        assertComplaint(Level.FAIL, "broker: version", "RabbitMQ " + old, "3.10 or later");
    }

    @ParameterizedTest
    @CsvSource({"3.10.0", "3.10.8", "3.13.7", "4.0.5", "4.2.1-rc.1"})
    void recentBrokerIsOk(String recent) {
        version = recent;
        assertNoComplaint();
    }

    @Test
    void unreadableVersionIsAWarning() {
        version = "master";
        assertComplaint(Level.WARN, "broker: version", "master", "3.10 or later");
    }

    @Test
    void productOtherThanRabbitMqIsAWarning() {
        product = "qpid";
        assertComplaint(Level.WARN, "broker: version", "qpid", "RabbitMQ");
    }

    @Test
    void alarmFailsWithItsConsequence() {
        blocked = "low on disk";
        assertComplaint(Level.FAIL, "broker: takes messages", "low on disk", "loaded later");
    }

    @Test
    void missingWritePermissionFails() {
        refused = "ACCESS_REFUSED - access to exchange 'amq.default' refused";
        assertComplaint(Level.FAIL, "broker: takes messages", "ACCESS_REFUSED", "set_permissions");
    }

    @Test
    void missingQueuesAreOk() {
        parts = new Queue.Missing("carga.parts", null);
        dead = new Queue.Missing("carga.parts.dead", null);
        assertNoComplaint();
    }

    @Test
    void missingQueueThatTheUserMayNotCreateFails() {
        parts = new Queue.Missing("carga.parts", "ACCESS_REFUSED - access to queue");
        assertComplaint(
                Level.FAIL, "queue carga.parts", "may not create it", "configure, write and read on carga.parts");
    }

    @Test
    void queueWithOtherArgumentsFails() {
        parts = new Queue.Unusable("carga.parts", "PRECONDITION_FAILED - inequivalent arg 'x-queue-type'");
        assertComplaint(Level.FAIL, "queue carga.parts", "x-queue-type", "delete it (the parts are safe");
    }

    @Test
    void queueWithoutPermissionFails() {
        dead = new Queue.Unusable("carga.parts.dead", "ACCESS_REFUSED - access to queue");
        assertComplaint(Level.FAIL, "queue carga.parts.dead", "ACCESS_REFUSED", "set_permissions");
    }

    @Test
    void queueWithoutConsumersIsOkAndSaysSo() {
        parts = new Queue.Fits("carga.parts", 3, 0);
        assertNoComplaint();
        assertThat(judge()).extracting(Finding::found).anyMatch(found -> found.contains("no process loads parts"));
    }

    @Test
    void deadLettersWithoutConsumerAreAWarning() {
        dead = new Queue.Fits("carga.parts.dead", 2, 0);
        assertComplaint(Level.WARN, "queue carga.parts.dead", "2 dead-lettered messages", "start a worker");
    }
}

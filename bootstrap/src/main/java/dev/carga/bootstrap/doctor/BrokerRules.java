package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.adapters.amqp.BrokerFacts;
import dev.carga.adapters.amqp.BrokerFacts.Queue;
import dev.carga.adapters.amqp.BrokerFacts.Reached;
import dev.carga.adapters.amqp.BrokerFacts.Unreachable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the facts about a broker mean for Carga.
final class BrokerRules {

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6}).*");

    private final String address;

    /// @param address of the broker, without a password
    BrokerRules(String address) {
        this.address = address;
    }

    List<Finding> judge(BrokerFacts facts) {
        return switch (facts) {
            case Unreachable(String reason) ->
                List.of(
                        fail(
                                "broker",
                                reason,
                                "check that it runs, and that host, port, user, password and vhost in its address are right"),
                        skip("broker: all else", "not checked, since the connection failed"));
            case Reached reached -> judge(reached);
        };
    }

    private List<Finding> judge(Reached facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(ok("broker", address + " answers"));
        findings.add(version(facts));
        findings.add(sending(facts));
        findings.add(parts(facts.parts()));
        findings.add(dead(facts.dead()));
        return findings;
    }

    private static Finding version(Reached facts) {
        String found = facts.product() + " " + facts.version();
        if (!facts.product().equals("RabbitMQ")) {
            return warn(
                    "broker: version",
                    found,
                    "use RabbitMQ 3.10 or later, except for a trial: others lack quorum queues and delivery limits");
        }
        Matcher version = VERSION.matcher(facts.version());
        if (!version.matches()) {
            return warn("broker: version", found, "check that it is 3.10 or later");
        }
        int number = Integer.parseInt(version.group(1)) * 1_000_000 + Integer.parseInt(version.group(2));
        return number < 3_000_010
                ? fail("broker: version", found, "upgrade it to 3.10 or later")
                : ok("broker: version", found);
    }

    private static Finding sending(Reached facts) {
        if (facts.blocked() != null) {
            return fail(
                    "broker: takes messages",
                    "no: " + facts.blocked(),
                    "free disk or memory on the broker's machine, or correct its limits; meanwhile files are received,"
                            + " and loaded later");
        }
        return facts.refused() == null
                ? ok("broker: takes messages", "yes")
                : fail(
                        "broker: takes messages",
                        "not from this user: " + facts.refused(),
                        "give it the permission to write to the default exchange (rabbitmqctl set_permissions)");
    }

    private static Finding parts(Queue queue) {
        return switch (queue) {
            case Queue.Fits(String name, long messages, long consumers) ->
                ok(
                        "queue " + name,
                        messages + " messages wait, " + consumers + " workers listen"
                                + (consumers == 0 ? ": no process loads parts at the moment" : ""));
            case Queue.Missing missing -> missing(missing);
            case Queue.Unusable unusable -> unusable(unusable);
        };
    }

    private static Finding dead(Queue queue) {
        return switch (queue) {
            case Queue.Fits(String name, long messages, long consumers) ->
                messages > 0 && consumers == 0
                        ? warn(
                                "queue " + name,
                                messages + " dead-lettered messages wait, and no worker reads them",
                                "start a worker, which sends their parts again")
                        : ok("queue " + name, messages + " dead-lettered messages wait");
            case Queue.Missing missing -> missing(missing);
            case Queue.Unusable unusable -> unusable(unusable);
        };
    }

    private static Finding missing(Queue.Missing queue) {
        return queue.refused() == null
                ? ok("queue " + queue.name(), "not there yet: the first process creates it")
                : fail(
                        "queue " + queue.name(),
                        "not there, and this user may not create it: " + queue.refused(),
                        grant(queue));
    }

    private static Finding unusable(Queue.Unusable queue) {
        boolean isForbidden = queue.reason().startsWith("ACCESS_REFUSED");
        return fail(
                "queue " + queue.name(),
                "there, but unusable: " + queue.reason(),
                isForbidden
                        ? grant(queue)
                        : "delete it (the parts are safe in the database, and are sent again), or choose another name"
                                + " with --queue");
    }

    private static String grant(Queue queue) {
        return "give this user configure, write and read on " + queue.name() + " (rabbitmqctl set_permissions)";
    }
}

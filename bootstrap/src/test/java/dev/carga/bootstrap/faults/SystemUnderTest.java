package dev.carga.bootstrap.faults;

import dev.carga.adapters.amqp.CuttableProxy;
import dev.carga.bootstrap.embedded.KillablePostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The system that faults are injected into: a database, a broker, two web and two worker processes, all
/// started by the suite.
final class SystemUnderTest implements AutoCloseable {

    static final String QUEUE = "carga.faults";

    /// Parts that a worker process loads at the same time.
    static final int PARTS_AT_ONCE = 3;

    /// Shorter than by default: the checks at the end wait for it.
    static final int ABANDONED_AFTER_S = 15;

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    private static final int PROCESSES_OF_A_ROLE = 2;

    private final Journal journal;
    private final Violations violations;
    private final ProcessGuard guard;
    private final KillablePostgres database;
    private final BrokerNode broker;
    private final Sql sql;
    private final List<SupervisedProcess> webs = new ArrayList<>();
    private final List<SupervisedProcess> workers = new ArrayList<>();

    SystemUnderTest(Plan plan, Path folder, Journal journal, Violations violations)
            throws IOException, InterruptedException {
        SupervisedProcess.jar();
        this.journal = journal;
        this.violations = violations;
        guard = new ProcessGuard();
        broker = broker(folder);
        Thread brokerStart = Thread.startVirtualThread(this::startBroker);
        database = KillablePostgres.create(folder.resolve("postgres"), Ports.free());
        sql = new Sql(database.jdbcUrl(), database.user(), database.password());
        brokerStart.join();
        journal.say("database and broker are up (" + broker.product() + ")");
        Path logs = Files.createDirectories(folder.resolve("logs"));
        for (int i = 1; i <= PROCESSES_OF_A_ROLE; i++) {
            String partLines = Integer.toString(plan.partLines());
            webs.add(process(
                    "web-" + i, logs, List.of("serve", "--role", "web", "--port", "0", "--part-lines", partLines)));
            workers.add(process(
                    "worker-" + i,
                    logs,
                    List.of("serve", "--role", "worker", "--workers", Integer.toString(PARTS_AT_ONCE))));
        }
        processes().forEach(SupervisedProcess::start);
    }

    private BrokerNode broker(Path folder) throws IOException {
        Optional<Path> scripts = RabbitNode.installed();
        if (scripts.isPresent()) {
            return new RabbitNode(scripts.get(), folder.resolve("rabbitmq"), guard);
        }
        journal.say("NO RABBITMQ is installed here: Qpid takes its place. Left out: the alarm of the broker's disk,"
                + " and messages that survive a restart of the broker.");
        return new QpidNode(folder.resolve("qpid"), guard);
    }

    private void startBroker() {
        try {
            broker.start();
        } catch (IOException e) {
            violations.add("the broker does not start: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SupervisedProcess process(String name, Path logs, List<String> arguments) {
        CuttableProxy toDatabase = new CuttableProxy("127.0.0.1", database.port());
        CuttableProxy toBroker = new CuttableProxy("127.0.0.1", broker.port());
        Map<String, String> environment = Map.of(
                "CARGA_DATABASE_URL",
                "postgresql://127.0.0.1:" + toDatabase.port() + "/" + database.user() + "?ApplicationName=" + name,
                "CARGA_DATABASE_USER",
                database.user(),
                "CARGA_DATABASE_PASSWORD",
                database.password(),
                "CARGA_AMQP_URL",
                broker.uriThrough(toBroker.port()),
                "CARGA_QUEUE",
                QUEUE,
                "CARGA_ABANDONED_AFTER",
                Integer.toString(ABANDONED_AFTER_S));
        return new SupervisedProcess(
                name,
                logs,
                new SupervisedProcess.Call(arguments, environment),
                toDatabase,
                toBroker,
                guard,
                violations::add);
    }

    Journal journal() {
        return journal;
    }

    Violations violations() {
        return violations;
    }

    KillablePostgres database() {
        return database;
    }

    BrokerNode broker() {
        return broker;
    }

    Sql sql() {
        return sql;
    }

    List<SupervisedProcess> webs() {
        return List.copyOf(webs);
    }

    List<SupervisedProcess> workers() {
        return List.copyOf(workers);
    }

    List<SupervisedProcess> processes() {
        return Stream.concat(webs.stream(), workers.stream()).toList();
    }

    /// Whether all processes are ready, within two minutes.
    boolean awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (!processes().stream().allMatch(SupervisedProcess::isReady)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }

    @Override
    public void close() {
        processes().forEach(SupervisedProcess::close);
        broker.close();
        database.close();
        guard.close();
    }
}

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

/// The system that is to suffer: a database, a broker, two web and two worker processes, all of the suite's own.
final class Rig implements AutoCloseable {

    static final String QUEUE = "carga.faults";

    /// Parts that a process loads at once.
    static final int PARTS_AT_ONCE = 3;

    /// Shorter than by default, so that the end need not be waited for so long.
    static final int ABANDONED_AFTER_S = 15;

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final int OF_EACH = 2;

    private final Journal journal;
    private final Complaints complaints;
    private final Guard guard;
    private final KillablePostgres database;
    private final BrokerNode broker;
    private final Sql sql;
    private final List<Service> webs = new ArrayList<>();
    private final List<Service> workers = new ArrayList<>();

    Rig(Plan plan, Path folder, Journal journal, Complaints complaints) throws IOException, InterruptedException {
        Service.jar();
        this.journal = journal;
        this.complaints = complaints;
        guard = new Guard();
        broker = broker(folder);
        Thread ofBroker = Thread.startVirtualThread(this::startBroker);
        database = KillablePostgres.create(folder.resolve("postgres"), Ports.free());
        sql = new Sql(database.jdbcUrl(), database.user(), database.password());
        ofBroker.join();
        journal.say("database and broker are up (" + broker.product() + ")");
        Path logs = Files.createDirectories(folder.resolve("logs"));
        for (int i = 1; i <= OF_EACH; i++) {
            String partLines = Integer.toString(plan.partLines());
            webs.add(service(
                    "web-" + i, logs, List.of("serve", "--role", "web", "--port", "0", "--part-lines", partLines)));
            workers.add(service(
                    "worker-" + i,
                    logs,
                    List.of("serve", "--role", "worker", "--workers", Integer.toString(PARTS_AT_ONCE))));
        }
        services().forEach(Service::start);
    }

    private BrokerNode broker(Path folder) throws IOException {
        Optional<Path> scripts = RabbitNode.installed();
        if (scripts.isPresent()) {
            return new RabbitNode(scripts.get(), folder.resolve("rabbitmq"), guard);
        }
        journal.say("NO RABBITMQ is installed here: Qpid takes its place. Left out: the alarm of the broker's disk,"
                + " and messages that outlive the broker.");
        return new QpidNode(folder.resolve("qpid"), guard);
    }

    private void startBroker() {
        try {
            broker.start();
        } catch (IOException e) {
            complaints.add("the broker does not start: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Service service(String name, Path logs, List<String> arguments) {
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
        return new Service(
                name, logs, new Service.Call(arguments, environment), toDatabase, toBroker, guard, complaints::add);
    }

    Journal journal() {
        return journal;
    }

    Complaints complaints() {
        return complaints;
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

    List<Service> webs() {
        return List.copyOf(webs);
    }

    List<Service> workers() {
        return List.copyOf(workers);
    }

    List<Service> services() {
        return Stream.concat(webs.stream(), workers.stream()).toList();
    }

    /// Whether all processes are ready, within two minutes.
    boolean awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!services().stream().allMatch(Service::isReady)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }

    @Override
    public void close() {
        services().forEach(Service::close);
        broker.close();
        database.close();
        guard.close();
    }
}

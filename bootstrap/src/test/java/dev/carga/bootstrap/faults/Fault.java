package dev.carga.bootstrap.faults;

import dev.carga.adapters.amqp.CuttableProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Something that happens to the system. It begins, lasts, and ends; one on the same target waits for the end.
sealed interface Fault {

    String DATABASE = "database";
    String BROKER = "broker";

    /// The process or server that suffers.
    String target();

    /// The target, and what must be left in peace as long as this lasts.
    default Set<String> targets() {
        return Set.of(target());
    }

    /// Whether it is a `kill -9`.
    default boolean kills() {
        return false;
    }

    /// Until [#end]; zero for one that ends by itself.
    default Duration lasts() {
        return Duration.ZERO;
    }

    void begin(Rig rig) throws IOException, SQLException, InterruptedException;

    default void end(Rig rig) throws IOException, SQLException, InterruptedException {}

    /// `kill -9`; the supervisor starts it again.
    record Kill(Service service) implements Fault {
        @Override
        public String target() {
            return service.name();
        }

        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public void begin(Rig rig) {
            service.kill();
        }

        @Override
        public String toString() {
            return "kill -9 " + target();
        }
    }

    /// Told to leave in good order, and started again.
    record Restart(Service service) implements Fault {
        @Override
        public String target() {
            return service.name();
        }

        @Override
        public void begin(Rig rig) {
            Thread.startVirtualThread(() -> {
                try {
                    service.leave();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public String toString() {
            return "restart " + target();
        }
    }

    /// `kill -9` of the server's first process, or a stop in good order; away for a while.
    record DatabaseAway(boolean kills, Duration lasts) implements Fault {
        @Override
        public String target() {
            return DATABASE;
        }

        @Override
        public void begin(Rig rig) throws IOException, InterruptedException {
            if (kills) {
                rig.database().kill();
            } else {
                rig.database().stop();
            }
        }

        @Override
        public void end(Rig rig) throws IOException, InterruptedException {
            rig.database().start();
        }

        @Override
        public String toString() {
            return (kills ? "kill -9 " : "restart ") + target() + ", away for " + lasts.toMillis() + " ms";
        }
    }

    /// `kill -9` of one of the server's processes, at work for a worker if one is: the server throws all
    /// others out.
    record KillBackend(int choice) implements Fault {
        @Override
        public String target() {
            return DATABASE;
        }

        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public void begin(Rig rig) throws SQLException {
            List<Long> backends = rig.sql().list("""
                    SELECT pid FROM pg_stat_activity WHERE application_name ~ '^(web|worker)-'
                    ORDER BY application_name ~ '^worker' AND xact_start IS NOT NULL DESC, pid LIMIT 5""", row -> row.getLong(1));
            if (!backends.isEmpty()) {
                ProcessHandle.of(backends.get(choice % backends.size())).ifPresent(Signals::kill);
            }
        }

        @Override
        public String toString() {
            return "kill -9 a backend of the database";
        }
    }

    /// `kill -9` of the broker; with it goes what it has stored, if wanted.
    record BrokerAway(boolean wiped, Duration lasts) implements Fault {
        @Override
        public String target() {
            return BROKER;
        }

        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public void begin(Rig rig) throws IOException {
            rig.broker().kill();
            if (wiped) {
                rig.broker().wipe();
            }
        }

        @Override
        public void end(Rig rig) throws IOException, InterruptedException {
            rig.broker().start();
        }

        @Override
        public String toString() {
            return "kill -9 broker" + (wiped ? ", wipe it clean" : "") + ", away for " + lasts.toMillis() + " ms";
        }
    }

    /// Every connection of a process to the database, or to the broker, is cut.
    record Cut(Service service, boolean toDatabase) implements Fault {
        @Override
        public String target() {
            return service.name();
        }

        @Override
        public void begin(Rig rig) {
            proxy(service, toDatabase).cut();
        }

        @Override
        public String toString() {
            return "cut " + target() + " from the " + (toDatabase ? DATABASE : BROKER);
        }
    }

    /// The network swallows whatever passes between a process and the database, or the broker.
    record Silence(Service service, boolean toDatabase, Duration lasts) implements Fault {
        @Override
        public String target() {
            return service.name();
        }

        @Override
        public void begin(Rig rig) {
            proxy(service, toDatabase).fallSilent();
        }

        @Override
        public void end(Rig rig) {
            proxy(service, toDatabase).speak();
        }

        @Override
        public String toString() {
            return "silence between " + target() + " and the " + (toDatabase ? DATABASE : BROKER) + " for "
                    + lasts.toMillis() + " ms";
        }
    }

    /// SIGSTOP and SIGCONT of a web or worker process.
    record Pause(Service service, Duration lasts) implements Fault {
        @Override
        public String target() {
            return service.name();
        }

        @Override
        public void begin(Rig rig) {
            service.pause();
        }

        @Override
        public void end(Rig rig) {
            service.resume();
        }

        @Override
        public String toString() {
            return "stop " + target() + " for " + lasts.toMillis() + " ms";
        }
    }

    /// SIGSTOP of a worker that holds a part: see [StopBusyWorker]. For a long stop the database is left in
    /// peace, since
    /// its end would be the end of what the worker holds.
    record StopBusy(Service service, Duration lasts) implements Fault {
        private static final Duration LONG = Duration.ofMinutes(1);

        @Override
        public String target() {
            return service.name();
        }

        @Override
        public Set<String> targets() {
            return lasts.compareTo(LONG) < 0 ? Set.of(target()) : Set.of(target(), DATABASE);
        }

        @Override
        public void begin(Rig rig) throws SQLException, InterruptedException {
            if (!StopBusyWorker.stop(service, rig.sql())) {
                rig.journal().say("    " + target() + " held no part when it was stopped");
            }
            StopBusyWorker.tell(service, Duration.ZERO, rig);
        }

        @Override
        public void end(Rig rig) throws SQLException {
            try {
                StopBusyWorker.tell(service, lasts, rig);
            } finally {
                service.resume();
            }
        }

        @Override
        public String toString() {
            return "stop busy " + target() + " for " + lasts.toMillis() + " ms";
        }
    }

    /// SIGSTOP of all processes of the database, or of the broker.
    record PauseServer(boolean ofDatabase, Duration lasts) implements Fault {
        @Override
        public String target() {
            return ofDatabase ? DATABASE : BROKER;
        }

        @Override
        public void begin(Rig rig) throws IOException {
            if (ofDatabase) {
                Signals.stop(rig.database().processes());
            } else {
                rig.broker().pause();
            }
        }

        @Override
        public void end(Rig rig) throws IOException {
            if (ofDatabase) {
                Signals.resume(rig.database().processes());
            } else {
                rig.broker().resume();
            }
        }

        @Override
        public String toString() {
            return "stop " + target() + " for " + lasts.toMillis() + " ms";
        }
    }

    /// The broker takes its disk for full, and blocks those who publish.
    record DiskAlarm(Duration lasts) implements Fault {
        @Override
        public String target() {
            return BROKER;
        }

        @Override
        public void begin(Rig rig) throws IOException, InterruptedException {
            rig.broker().alarm(true);
        }

        @Override
        public void end(Rig rig) throws IOException, InterruptedException {
            rig.broker().alarm(false);
        }

        @Override
        public String toString() {
            return "alarm of the broker's disk for " + lasts.toMillis() + " ms";
        }
    }

    private static CuttableProxy proxy(Service service, boolean toDatabase) {
        return toDatabase ? service.database() : service.broker();
    }
}

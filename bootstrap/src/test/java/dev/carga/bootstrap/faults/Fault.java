package dev.carga.bootstrap.faults;

import dev.carga.adapters.amqp.CuttableProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A fault that is injected into the system. It begins, lasts, and ends; another one on the same target waits
/// for the end.
sealed interface Fault {

    String DATABASE = "database";
    String BROKER = "broker";

    /// The process or server that has the fault.
    String target();

    /// The target, and what must have no other fault at the same time.
    default Set<String> targets() {
        return Set.of(target());
    }

    /// Whether it is a `kill -9`.
    default boolean kills() {
        return false;
    }

    /// The time until [#end]; zero for a fault that ends by itself.
    default Duration lasts() {
        return Duration.ZERO;
    }

    void begin(SystemUnderTest system) throws IOException, SQLException, InterruptedException;

    default void end(SystemUnderTest system) throws IOException, SQLException, InterruptedException {}

    /// `kill -9` of a process; its supervisor starts it again.
    record Kill(SupervisedProcess process) implements Fault {
        @Override
        public String target() {
            return process.name();
        }

        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public void begin(SystemUnderTest system) {
            process.kill();
        }

        @Override
        public String toString() {
            return "kill -9 " + target();
        }
    }

    /// SIGTERM of a process; its supervisor starts it again.
    record Restart(SupervisedProcess process) implements Fault {
        @Override
        public String target() {
            return process.name();
        }

        @Override
        public void begin(SystemUnderTest system) {
            Thread.startVirtualThread(() -> {
                try {
                    process.terminate();
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

    /// `kill -9` of the database's first process, or a fast shutdown, and a start some time later.
    record DatabaseDown(boolean kills, Duration lasts) implements Fault {
        @Override
        public String target() {
            return DATABASE;
        }

        @Override
        public void begin(SystemUnderTest system) throws IOException, InterruptedException {
            if (kills) {
                system.database().kill();
            } else {
                system.database().stop();
            }
        }

        @Override
        public void end(SystemUnderTest system) throws IOException, InterruptedException {
            system.database().start();
        }

        @Override
        public String toString() {
            return (kills ? "kill -9 " : "restart ") + target() + ", down for " + lasts.toMillis() + " ms";
        }
    }

    /// `kill -9` of one of the database's backends, if possible one that works for a worker: the database
    /// then ends all sessions.
    record KillBackend(int index) implements Fault {
        @Override
        public String target() {
            return DATABASE;
        }

        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public void begin(SystemUnderTest system) throws SQLException {
            List<Long> backends = system.sql().list("""
                    SELECT pid FROM pg_stat_activity WHERE application_name ~ '^(web|worker)-'
                    ORDER BY application_name ~ '^worker' AND xact_start IS NOT NULL DESC, pid LIMIT 5""", row -> row.getLong(1));
            if (!backends.isEmpty()) {
                ProcessHandle.of(backends.get(index % backends.size())).ifPresent(Signals::kill);
            }
        }

        @Override
        public String toString() {
            return "kill -9 a backend of the database";
        }
    }

    /// `kill -9` of the broker, and a start some time later, with its data or without.
    record BrokerDown(boolean wiped, Duration lasts) implements Fault {
        @Override
        public String target() {
            return BROKER;
        }

        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public void begin(SystemUnderTest system) throws IOException {
            system.broker().kill();
            if (wiped) {
                system.broker().wipe();
            }
        }

        @Override
        public void end(SystemUnderTest system) throws IOException, InterruptedException {
            system.broker().start();
        }

        @Override
        public String toString() {
            return "kill -9 broker" + (wiped ? ", delete its data" : "") + ", down for " + lasts.toMillis() + " ms";
        }
    }

    /// Cuts every connection of a process to the database, or to the broker.
    record Cut(SupervisedProcess process, boolean toDatabase) implements Fault {
        @Override
        public String target() {
            return process.name();
        }

        @Override
        public void begin(SystemUnderTest system) {
            proxy(process, toDatabase).cut();
        }

        @Override
        public String toString() {
            return "cut " + target() + " from the " + (toDatabase ? DATABASE : BROKER);
        }
    }

    /// The network loses all data between a process and the database, or the broker. Connections stay open.
    record Silence(SupervisedProcess process, boolean toDatabase, Duration lasts) implements Fault {
        @Override
        public String target() {
            return process.name();
        }

        @Override
        public void begin(SystemUnderTest system) {
            proxy(process, toDatabase).fallSilent();
        }

        @Override
        public void end(SystemUnderTest system) {
            proxy(process, toDatabase).speak();
        }

        @Override
        public String toString() {
            return "silence between " + target() + " and the " + (toDatabase ? DATABASE : BROKER) + " for "
                    + lasts.toMillis() + " ms";
        }
    }

    /// SIGSTOP and SIGCONT of a web or worker process.
    record Suspend(SupervisedProcess process, Duration lasts) implements Fault {
        @Override
        public String target() {
            return process.name();
        }

        @Override
        public void begin(SystemUnderTest system) {
            process.suspend();
        }

        @Override
        public void end(SystemUnderTest system) {
            process.resume();
        }

        @Override
        public String toString() {
            return "suspend " + target() + " for " + lasts.toMillis() + " ms";
        }
    }

    /// SIGSTOP of a worker that holds a part: see [SuspendBusyWorker]. During a long suspension the database
    /// has no fault, since a restart would take the part from the worker.
    record SuspendBusy(SupervisedProcess process, Duration lasts) implements Fault {
        private static final Duration LONG = Duration.ofMinutes(1);

        @Override
        public String target() {
            return process.name();
        }

        @Override
        public Set<String> targets() {
            return lasts.compareTo(LONG) < 0 ? Set.of(target()) : Set.of(target(), DATABASE);
        }

        @Override
        public void begin(SystemUnderTest system) throws SQLException, InterruptedException {
            if (!SuspendBusyWorker.suspend(process, system.sql())) {
                system.journal().say("    " + target() + " held no part when it was suspended");
            }
            SuspendBusyWorker.report(process, Duration.ZERO, system);
        }

        @Override
        public void end(SystemUnderTest system) throws SQLException {
            try {
                SuspendBusyWorker.report(process, lasts, system);
            } finally {
                process.resume();
            }
        }

        @Override
        public String toString() {
            return "suspend busy " + target() + " for " + lasts.toMillis() + " ms";
        }
    }

    /// SIGSTOP of all processes of the database, or of the broker.
    record SuspendServer(boolean ofDatabase, Duration lasts) implements Fault {
        @Override
        public String target() {
            return ofDatabase ? DATABASE : BROKER;
        }

        @Override
        public void begin(SystemUnderTest system) throws IOException {
            if (ofDatabase) {
                Signals.suspend(system.database().processes());
            } else {
                system.broker().suspend();
            }
        }

        @Override
        public void end(SystemUnderTest system) throws IOException {
            if (ofDatabase) {
                Signals.resume(system.database().processes());
            } else {
                system.broker().resume();
            }
        }

        @Override
        public String toString() {
            return "suspend " + target() + " for " + lasts.toMillis() + " ms";
        }
    }

    /// The broker takes its disk for full, and blocks publishers.
    record DiskAlarm(Duration lasts) implements Fault {
        @Override
        public String target() {
            return BROKER;
        }

        @Override
        public void begin(SystemUnderTest system) throws IOException, InterruptedException {
            system.broker().alarm(true);
        }

        @Override
        public void end(SystemUnderTest system) throws IOException, InterruptedException {
            system.broker().alarm(false);
        }

        @Override
        public String toString() {
            return "alarm of the broker's disk for " + lasts.toMillis() + " ms";
        }
    }

    private static CuttableProxy proxy(SupervisedProcess process, boolean toDatabase) {
        return toDatabase ? process.database() : process.broker();
    }
}

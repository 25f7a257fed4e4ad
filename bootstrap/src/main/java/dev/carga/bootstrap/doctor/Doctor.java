package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;

import dev.carga.adapters.amqp.RabbitMqPartQueue;
import dev.carga.adapters.amqp.RabbitMqSettings;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.InfrastructureException;
import dev.carga.bootstrap.embedded.EmbeddedFacts;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.bootstrap.settings.Settings.ManagementSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Checks everything that a start with these settings needs, and says what to do about each problem. Leaves no
/// changes behind. Each check has a time limit; one that could not be made is reported as such.
public final class Doctor {

    /// Of each check. The timeouts inside it are shorter, but there are several in a row.
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(4);

    private final Supplier<Settings> settings;
    private final Map<String, String> environment;
    private final Set<String> known;

    /// @param settings    assembles the settings; may throw [InvalidSettingException]
    /// @param environment all variables
    /// @param known       the variables from which a flag of any command takes its value
    public Doctor(Supplier<Settings> settings, Map<String, String> environment, Set<String> known) {
        this.settings = settings;
        this.environment = environment;
        this.known = known;
    }

    /// All findings, in the order in which it is best to fix things.
    public List<Finding> examine() {
        MachineFacts machine = MachineFacts.read();
        List<Finding> findings = new ArrayList<>(MachineRules.judge(machine));
        findings.addAll(SettingsRules.unknownVariables(environment, known));
        Settings resolved;
        try {
            resolved = settings.get();
        } catch (InvalidSettingException e) {
            findings.add(fail("settings", "invalid", String.valueOf(e.getMessage())));
            findings.add(skip("all else", "not checked, since it depends on the settings"));
            return findings;
        }
        findings.addAll(SettingsRules.judge(resolved, environment));
        findings.addAll(MachineRules.judge(machine, resolved));
        TimedCheck database = TimedCheck.start("database", () -> database(resolved));
        TimedCheck broker = TimedCheck.start("broker", () -> broker(resolved));
        findings.addAll(database.await());
        findings.addAll(broker.await());
        HttpSettings http = resolved.http();
        if (http != null) {
            findings.add(new PortCheck("--port", http.host(), http.port()).check());
        }
        ManagementSettings management = resolved.management();
        if (management != null) {
            findings.add(new PortCheck("--management-port", management.host(), management.port()).check());
        }
        return findings;
    }

    private static List<Finding> database(Settings settings) throws IOException {
        DatabaseSettings database = settings.database();
        if (database == null) {
            Path home = settings.home();
            return EmbeddedRules.judge(home, EmbeddedFacts.of(home));
        }
        return new DatabaseRules(
                        database.toString(),
                        database.migrate(),
                        Settings.allConnections(settings.role(), settings.workers()))
                .judge(Database.examine(database));
    }

    private static List<Finding> broker(Settings settings) {
        BrokerSettings broker = settings.broker();
        if (broker == null) {
            return List.of(ok("broker", "none is needed: the queue is inside the process"));
        }
        RabbitMqSettings target = RabbitMqSettings.at(broker.uri())
                .withQueue(broker.queue())
                .withConnectionName("carga doctor")
                .withTimeout(BROKER_TIMEOUT);
        return new BrokerRules(broker.toString()).judge(RabbitMqPartQueue.examine(target));
    }

    /// One check on its own thread, so that one that hangs blocks no other.
    private record TimedCheck(String what, FutureTask<List<Finding>> task, long deadline) {

        static TimedCheck start(String what, Callable<List<Finding>> check) {
            FutureTask<List<Finding>> task = new FutureTask<>(check);
            Thread.ofVirtual().name("doctor-" + what).start(task);
            return new TimedCheck(what, task, System.nanoTime() + TIMEOUT.toNanos());
        }

        List<Finding> await() {
            try {
                return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                return List.of(fail(
                        what,
                        "no answer within " + TIMEOUT.toSeconds() + " s",
                        "check the load of its server and of the network to it"));
            } catch (ExecutionException e) {
                return List.of(failure(e.getCause() == null ? e : e.getCause()));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return List.of(skip(what, "interrupted"));
            }
        }

        private Finding failure(Throwable cause) {
            return cause instanceof InfrastructureException || cause instanceof IOException
                    ? fail(what, "cannot be checked", String.valueOf(cause.getMessage()))
                    : fail(what, "cannot be checked: " + cause, "report this: it is a bug in Carga");
        }
    }
}

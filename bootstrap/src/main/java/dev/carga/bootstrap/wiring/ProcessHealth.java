package dev.carga.bootstrap.wiring;

import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The health of a process from its first moment on: each probe takes its place as soon as there is something to
/// probe. Thread-safe.
final class ProcessHealth {

    private final BooleanSupplier closing;
    private volatile boolean open;
    private volatile Probe database = () -> new Condition.Down("Not connected yet");
    private volatile Probe migrations = () -> new Condition.Down("Not checked yet");
    private volatile Probe broker = () -> new Condition.Down("Not connected yet");

    /// @param closing whether the process is stopping
    ProcessHealth(BooleanSupplier closing) {
        this.closing = closing;
    }

    /// Reads the probes that are in place whenever it is called.
    CheckHealth check() {
        return new CheckHealth(
                this::whyClosed,
                () -> database.check(),
                () -> migrations.check(),
                () -> broker.check(),
                CheckHealth.BOUND);
    }

    private Optional<String> whyClosed() {
        if (closing.getAsBoolean()) {
            return Optional.of("Leaving");
        }
        return open ? Optional.empty() : Optional.of("Starting");
    }

    /// The process takes requests or parts from now on.
    void open() {
        open = true;
    }

    void probeDatabase(Probe probe) {
        database = probe;
    }

    void probeMigrations(Probe probe) {
        migrations = probe;
    }

    void probeBroker(Probe probe) {
        broker = probe;
    }
}

package dev.carga.bootstrap.faults;

import dev.carga.adapters.amqp.EmbeddedBroker;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Takes the place of RabbitMQ if it is not installed: the embedded broker of the other tests, in its own
/// JVM. It keeps its messages in memory, so every kill deletes them.
final class QpidNode implements BrokerNode {

    private final Path folder;
    private final ProcessGuard guard;
    private final int port = Ports.free();
    private @Nullable Process running;

    QpidNode(Path folder, ProcessGuard guard) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.guard = guard;
    }

    @Override
    public String product() {
        return "Qpid";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedBroker.class.getName(),
                        Integer.toString(port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.log").toFile()))
                .start();
        running = started;
        guard.watch(started.toHandle());
        Amqp.awaitConnection(this, started);
    }

    @Override
    public void kill() {
        Process broker = running;
        if (broker == null) {
            return;
        }
        broker.destroyForcibly();
        try {
            broker.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guard.forget(broker.toHandle());
        running = null;
    }

    @Override
    public void wipe() {
        // The kill has deleted everything.
    }

    @Override
    public void suspend() {
        Signals.suspend(processes());
    }

    @Override
    public void resume() {
        Signals.resume(processes());
    }

    private List<ProcessHandle> processes() {
        Process broker = running;
        return broker == null ? List.of() : List.of(broker.toHandle());
    }

    @Override
    public boolean hasDiskAlarm() {
        return false;
    }

    @Override
    public void alarm(boolean on) {
        throw new IllegalStateException("Only RabbitMQ has a disk alarm");
    }

    @Override
    public void close() {
        kill();
    }
}

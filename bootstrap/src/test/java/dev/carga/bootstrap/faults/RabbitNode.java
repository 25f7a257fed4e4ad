package dev.carga.bootstrap.faults;

import dev.carga.domain.Nullable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A RabbitMQ node of the RabbitMQ that is installed on this machine, with its own name, ports, cookie,
/// folders and epmd. It connects to no other node.
final class RabbitNode implements BrokerNode {

    private static final String FULL_DISK = "1000000000000000";
    private static final String ENOUGH_DISK = "50000000";

    private final Path scripts;
    private final Path folder;
    private final ProcessGuard guard;
    private final int port = Ports.free();
    private final int epmdPort = Ports.free();
    private final String node = "carga-faults-" + port + "@localhost";
    private final Map<String, String> environment;
    private final @Nullable Process epmd;
    private @Nullable Process running;
    private boolean alarmed;

    RabbitNode(Path scripts, Path folder, ProcessGuard guard) throws IOException {
        this.scripts = scripts;
        this.folder = Files.createDirectories(folder);
        this.guard = guard;
        Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        Files.writeString(folder.resolve("rabbitmq.conf"), "disk_free_limit.absolute = " + ENOUGH_DISK + "\n");
        Files.writeString(folder.resolve("none"), "");
        this.environment = environment();
        this.epmd = startEpmd();
    }

    /// The folder of RabbitMQ's scripts, if it is installed. On Debian, the scripts on the PATH are wrappers
    /// for the system's node.
    static Optional<Path> installed() {
        Path debian = Path.of("/usr/lib/rabbitmq/bin");
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(Path::of);
        Optional<Path> found = onPath.filter(path -> Files.isExecutable(path.resolve("rabbitmq-server")))
                .findFirst();
        return found.map(path -> Files.isExecutable(debian.resolve("rabbitmq-server")) ? debian : path);
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", folder.toString()),
                Map.entry("ERL_EPMD_PORT", Integer.toString(epmdPort)),
                Map.entry("RABBITMQ_NODENAME", node),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(Ports.free())),
                Map.entry("RABBITMQ_MNESIA_BASE", data().toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("enabled_plugins").toString()),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString()),
                Map.entry(
                        "RABBITMQ_GENERATED_CONFIG_DIR",
                        folder.resolve("generated").toString()));
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// Null if epmd is not on the PATH: then the node starts one itself.
    private @Nullable Process startEpmd() {
        try {
            Process started = builder("epmd", "-address", "127.0.0.1", "-port", Integer.toString(epmdPort))
                    .start();
            guard.watch(started.toHandle());
            return started;
        } catch (IOException e) {
            return null;
        }
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        builder.environment().putAll(environment);
        return builder;
    }

    @Override
    public String product() {
        return "RabbitMQ";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Process started = builder(scripts.resolve("rabbitmq-server").toString()).start();
        running = started;
        Amqp.awaitConnection(this, started);
        processes().forEach(guard::watch);
        alarmed = false;
    }

    /// The script and the virtual machine that it started.
    private List<ProcessHandle> processes() {
        Process script = running;
        if (script == null) {
            return List.of();
        }
        List<ProcessHandle> all = new ArrayList<>(script.descendants().toList());
        all.add(script.toHandle());
        return all;
    }

    @Override
    public void kill() {
        Process script = running;
        if (script == null) {
            return;
        }
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            if (!script.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("RabbitMQ survives kill -9");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(guard::forget);
        running = null;
    }

    @Override
    public void wipe() throws IOException {
        Folders.delete(data());
    }

    @Override
    public void suspend() {
        Signals.suspend(processes());
    }

    @Override
    public void resume() {
        Signals.resume(processes());
    }

    @Override
    public boolean hasDiskAlarm() {
        return true;
    }

    @Override
    public void alarm(boolean on) throws IOException, InterruptedException {
        if (running == null || on == alarmed) {
            return;
        }
        Process control = builder(
                        scripts.resolve("rabbitmqctl").toString(),
                        "-q",
                        "-n",
                        node,
                        "set_disk_free_limit",
                        on ? FULL_DISK : ENOUGH_DISK)
                .start();
        if (!control.waitFor(60, TimeUnit.SECONDS) || control.exitValue() != 0) {
            control.destroyForcibly();
            throw new IOException("rabbitmqctl could not set the limit of the disk; see " + folder.resolve("out.log"));
        }
        alarmed = on;
    }

    @Override
    public void close() {
        kill();
        Process mapper = epmd;
        if (mapper != null) {
            mapper.destroyForcibly();
            guard.forget(mapper.toHandle());
        }
    }
}

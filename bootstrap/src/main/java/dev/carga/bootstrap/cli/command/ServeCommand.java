package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `carga serve`: runs until it gets SIGTERM or SIGINT.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Receives files over HTTP and loads them. Every flag can also be set by an environment variable,"
                + " --part-lines by CARGA_PART_LINES. The predecessor's DB_… and RABBIT_CONTAINER_… work, too.")
public final class ServeCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.settings(CommandEnvironment.of(spec));
        Carga carga = Carga.of(settings);
        CountDownLatch closed = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> {
            carga.close();
            closed.countDown();
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        carga.start();
        CommandEnvironment.out(spec).println(ready(settings, carga));
        closed.await();
        return 0;
    }

    private static String ready(Settings settings, Carga carga) {
        StringBuilder ready = new StringBuilder("Carga is ready");
        if (settings.http() != null) {
            ready.append(" on http://")
                    .append(settings.http().host())
                    .append(':')
                    .append(carga.port());
        }
        if (settings.management() != null) {
            ready.append("; health and metrics on http://")
                    .append(settings.management().host())
                    .append(':')
                    .append(carga.managementPort());
        }
        ready.append("; database: ")
                .append(settings.database() == null ? "embedded in " + settings.home() : settings.database());
        ready.append("; queue: ").append(settings.broker() == null ? "in this process" : settings.broker());
        if (settings.role().loads()) {
            ready.append("; loads ").append(settings.workers()).append(" parts at once");
        }
        return ready.toString();
    }
}

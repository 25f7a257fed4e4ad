package dev.carga.bootstrap.cli;

import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.SettingOptions;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// Where the uploads are that a command looks at or acts on: at a server, unless a home is named.
final class WhereOptions {

    private static final String URL = "--url";
    private static final String HOME = "--home";

    /// With a home named, these name another system.
    private static final Set<String> OF_OTHER_SYSTEMS =
            Set.of("CARGA_DATABASE_URL", "CARGA_DATABASE_USER", "CARGA_DATABASE_PASSWORD", "CARGA_AMQP_URL");

    @Option(
            names = URL,
            paramLabel = "URL",
            defaultValue = ServerClient.DEFAULT_URL,
            description = "Ask this running server, http://host:port. Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create(ServerClient.DEFAULT_URL);

    @Option(
            names = HOME,
            paramLabel = "DIR",
            description = "Ask no server: open the embedded database in this folder, where carga load without a server"
                    + " has put it (in .carga, unless told otherwise). Heeded only as a flag.")
    private @Nullable Path home;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// Whether the system runs in this process: then nothing goes on once this leaves.
    boolean isLocal() {
        // A variable may name the home of a server that is running: that alone is no wish to do without it.
        return parsed().hasMatchedOption(HOME);
    }

    /// @param loads whether parts are to be loaded in this process, if the system runs in it
    Uploads open(boolean loads) {
        if (!isLocal()) {
            return new ServerUploads(ServerClient.at(url));
        }
        if (parsed().hasMatchedOption(URL)) {
            throw new InvalidSettingException("--url and --home name two places: give one of them");
        }
        Carga carga = Carga.of(settings(loads ? Role.ALL : Role.WEB));
        Runtime.getRuntime().addShutdownHook(new Thread(carga::close));
        carga.start();
        return new LocalUploads(carga);
    }

    private ParseResult parsed() {
        return Objects.requireNonNull(command).commandLine().getParseResult();
    }

    private Settings settings(Role role) {
        Path folder = Objects.requireNonNull(home);
        if (!EmbeddedPostgres.isBundled()) {
            throw new InvalidSettingException(
                    "--home opens an embedded database, and this jar is the one for servers and"
                            + " brings none along: name a server with --url, or run the jar with the embedded database");
        }
        Map<String, String> environment = new HashMap<>(CommandEnvironment.of(command));
        environment.keySet().removeAll(OF_OTHER_SYSTEMS);
        EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
        SettingOptions options = new SettingOptions();
        try {
            new CommandLine(options).setDefaultValueProvider(defaults).parseArgs(HOME, folder.toString());
        } catch (ParameterException e) {
            throw new InvalidSettingException(defaults.explain(String.valueOf(e.getMessage())));
        }
        Settings settings = options.settings(Role.ALL, null, Map.of());
        if (!EmbeddedPostgres.existsIn(settings.home())) {
            throw new InvalidSettingException("There is no database of Carga's in " + folder
                    + ": name the folder in which carga load was run without a server, or a server with --url");
        }
        return settings.withRole(role);
    }
}

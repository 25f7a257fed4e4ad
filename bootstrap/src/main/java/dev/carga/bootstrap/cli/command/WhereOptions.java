package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.cli.client.CargaClient;
import dev.carga.bootstrap.cli.client.HttpCargaClient;
import dev.carga.bootstrap.cli.client.LocalCargaClient;
import dev.carga.bootstrap.cli.client.ServerUrl;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.SettingOptions;
import dev.carga.bootstrap.settings.Settings;
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

/// The system that a command asks: a server, or the embedded database of a home folder in this process.
final class WhereOptions {

    private static final String URL = "--url";
    private static final String HOME = "--home";

    /// Variables that name another system than the home folder: ignored with `--home`.
    private static final Set<String> OTHER_SYSTEMS =
            Set.of("CARGA_DATABASE_URL", "CARGA_DATABASE_USER", "CARGA_DATABASE_PASSWORD", "CARGA_AMQP_URL");

    @Option(
            names = URL,
            paramLabel = "URL",
            defaultValue = ServerUrl.DEFAULT,
            description = "The running server to ask, http://host:port. Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create(ServerUrl.DEFAULT);

    @Option(
            names = HOME,
            paramLabel = "DIR",
            description = "Ask no server: open the embedded database in this folder, where carga load without a server"
                    + " has created it (.carga by default). As a variable it is ignored.")
    private @Nullable Path home;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// Whether the system runs in this process, and stops with it.
    boolean isLocal() {
        // The variable may name the home of a running server: only the flag asks for doing without one.
        return parsed().hasMatchedOption(HOME);
    }

    /// @param loads whether this process loads parts, if the system runs in it
    CargaClient open(boolean loads) {
        if (!isLocal()) {
            return HttpCargaClient.at(url);
        }
        if (parsed().hasMatchedOption(URL)) {
            throw new InvalidSettingException("--url and --home name two systems: give one of them");
        }
        return LocalCargaClient.start(settings(loads ? Role.ALL : Role.WEB));
    }

    private ParseResult parsed() {
        return Objects.requireNonNull(command).commandLine().getParseResult();
    }

    private Settings settings(Role role) {
        Path folder = Objects.requireNonNull(home);
        if (!EmbeddedPostgres.isBundled()) {
            throw new InvalidSettingException(
                    "--home opens an embedded database, and this jar, the one for servers, has none: name a server with"
                            + " --url, or run the jar with the embedded database");
        }
        Map<String, String> environment = new HashMap<>(CommandEnvironment.of(command));
        environment.keySet().removeAll(OTHER_SYSTEMS);
        EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
        SettingOptions options = new SettingOptions();
        try {
            new CommandLine(options).setDefaultValueProvider(defaults).parseArgs(HOME, folder.toString());
        } catch (ParameterException e) {
            throw new InvalidSettingException(defaults.explain(String.valueOf(e.getMessage())));
        }
        Settings settings = options.settings(Role.ALL, null, Map.of());
        if (!EmbeddedPostgres.existsIn(settings.home())) {
            throw new InvalidSettingException("There is no Carga database in " + folder
                    + ": name the folder in which carga load was run without a server, or a server with --url");
        }
        return settings.withRole(role);
    }
}

package dev.carga.bootstrap;

import dev.carga.application.InfrastructureException;
import dev.carga.bootstrap.cli.command.ActionCommand;
import dev.carga.bootstrap.cli.command.CheckCommand;
import dev.carga.bootstrap.cli.command.DoctorCommand;
import dev.carga.bootstrap.cli.command.EnvironmentDefaults;
import dev.carga.bootstrap.cli.command.LoadCommand;
import dev.carga.bootstrap.cli.command.MigrateCommand;
import dev.carga.bootstrap.cli.command.SampleCommand;
import dev.carga.bootstrap.cli.command.ServeCommand;
import dev.carga.bootstrap.cli.command.StatusCommand;
import dev.carga.bootstrap.cli.command.UploadsCommand;
import dev.carga.bootstrap.cli.command.WorkersWantedCommand;
import dev.carga.bootstrap.embedded.StartupException;
import dev.carga.bootstrap.log.EventLogging;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.SecretFiles;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// The command line: one program for all roles. Exit status: 0 if the command succeeded, 1 if it failed in part
/// or as a whole, 2 for wrong usage.
@Command(
        name = "carga",
        description = "Loads big files of customer purchases into PostgreSQL, with an answer for every line.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private static final List<Class<?>> COMMANDS = List.of(
            ServeCommand.class,
            CheckCommand.class,
            LoadCommand.class,
            UploadsCommand.class,
            StatusCommand.class,
            ActionCommand.Cancel.class,
            ActionCommand.Retry.class,
            ActionCommand.Undo.class,
            DoctorCommand.class,
            WorkersWantedCommand.class,
            MigrateCommand.class,
            SampleCommand.class);

    private Main() {}

    /// The version in the jar's manifest.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"carga " + (version == null ? "(built from source)" : version)};
        }
    }

    public static void main(String[] arguments) {
        // Needed before the first logger is created. Commands print their results, and log warnings only.
        boolean quiet = arguments.length == 0 || !arguments[0].equals("serve");
        EventLogging.begin(System.getenv().getOrDefault("CARGA_LOG_LEVEL", quiet ? "warn" : "info"));
        System.exit(run(System.getenv(), arguments));
    }

    /// Reads secrets from their files, and runs a command.
    ///
    /// @return the exit status
    static int run(Map<String, String> environment, String... arguments) {
        Map<String, String> resolved;
        try {
            resolved = SecretFiles.resolve(environment);
        } catch (InvalidSettingException e) {
            return complain(commandLine(Map.of()), e, CommandLine.ExitCode.USAGE);
        }
        return commandLine(resolved, arguments).execute(arguments);
    }

    /// The command line with all commands.
    static CommandLine commandLine(Map<String, String> environment) {
        return commandLine(environment, new String[0]);
    }

    private static CommandLine commandLine(Map<String, String> environment, String[] arguments) {
        EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
        CommandLine root = new CommandLine(new Main());
        commands(arguments).forEach(root::addSubcommand);
        return root.setDefaultValueProvider(defaults)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, _) -> wrongUsage(e, defaults))
                .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
    }

    /// The command that is called, or else all: picocli needs a fifth of a second to prepare all of them.
    private static List<Class<?>> commands(String[] arguments) {
        // The doctor needs the other commands, to know the settings of all.
        return COMMANDS.stream()
                .filter(command -> command != DoctorCommand.class)
                .filter(command -> Arrays.asList(arguments)
                                .indexOf(command.getAnnotation(Command.class).name())
                        == 0)
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    private static int wrongUsage(ParameterException e, EnvironmentDefaults defaults) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("carga: " + defaults.explain(String.valueOf(e.getMessage())));
        err.println("Try: carga "
                + (e.getCommandLine().getParent() == null
                        ? ""
                        : e.getCommandLine().getCommandName() + " ") + "--help");
        return CommandLine.ExitCode.USAGE;
    }

    /// Prints what the user can fix in one sentence. Anything else is a bug in Carga, and is logged.
    private static int failed(Exception e, CommandLine command) {
        return switch (e) {
            case InvalidSettingException _ -> complain(command, e, CommandLine.ExitCode.USAGE);
            // For example, the disk is full, or the reader of the output has ended.
            case StartupException _, InfrastructureException _, IOException _ ->
                complain(command, e, CommandLine.ExitCode.SOFTWARE);
            default -> {
                LoggerFactory.getLogger(Main.class)
                        .error("event=command_failed command={}", command.getCommandName(), e);
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    private static int complain(CommandLine command, Exception e, int status) {
        command.getErr().println("carga: " + e.getMessage());
        return status;
    }
}

package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.settings.HttpFlags;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.SettingOptions;
import dev.carga.bootstrap.settings.Settings;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The settings of a server, for the commands that start one or check whether it would start.
final class ServerOptions {

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "all",
            description = "What this process does: all, web or worker. Default: ${DEFAULT-VALUE}.")
    private Role role = Role.ALL;

    @Mixin
    private HttpFlags httpFlags = new HttpFlags();

    @Mixin
    private SettingOptions options = new SettingOptions();

    /// @throws dev.carga.bootstrap.settings.InvalidSettingException if a setting is invalid or missing
    Settings settings(Map<String, String> environment) {
        return options.settings(role, role.receives() ? httpFlags.settings() : null, environment)
                .withManagement(httpFlags.management(role));
    }
}

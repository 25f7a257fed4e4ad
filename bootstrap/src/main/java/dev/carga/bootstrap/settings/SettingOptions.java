package dev.carga.bootstrap.settings;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.domain.Nullable;
import java.util.Map;
import picocli.CommandLine.Mixin;

/// The settings that every command with a database of its own takes. Each comes from its flag, else from the variable
/// `CARGA_…` of the same name, else (database and broker) from the predecessor's variables, else it is the default.
public final class SettingOptions {

    // In the order of the help.
    @Mixin
    private DatabaseFlags database = new DatabaseFlags();

    @Mixin
    private BrokerFlags broker = new BrokerFlags();

    @Mixin
    private ServeFlags serve = new ServeFlags();

    /// Checks the flags and assembles the settings.
    ///
    /// @param http        null if the process does not listen
    /// @param environment has the predecessor's variables
    /// @throws InvalidSettingException if a setting is wrong or missing
    public Settings settings(Role role, @Nullable HttpSettings http, Map<String, String> environment) {
        return new SettingsAssembler(database, broker, serve).assemble(role, http, environment);
    }
}

package dev.carga.bootstrap.cli.command;

import dev.carga.domain.Nullable;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Sets every flag that is not given from its environment variable: `--part-lines` from `CARGA_PART_LINES`.
public final class EnvironmentDefaults implements IDefaultValueProvider {

    private final Map<String, String> environment;

    public EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    /// All environment variables.
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        @Nullable String value = environment.get(variable(option.longestName()));
        // For a service named carga, Kubernetes sets CARGA_PORT=tcp://… in every container: not a setting.
        return value == null || value.isBlank() || value.startsWith("tcp://") ? null : value.strip();
    }

    /// Adds the variable to each flag in the message whose value comes from one.
    public String explain(String message) {
        String explained = message;
        for (String word : message.split("[^-a-z]+", -1)) {
            if (word.startsWith("--") && environment.containsKey(variable(word))) {
                explained = explained.replace("'" + word + "'", "'" + word + "' (or " + variable(word) + ")");
            }
        }
        return explained;
    }

    /// The environment variable of a flag.
    static String variable(String flag) {
        return "CARGA_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}

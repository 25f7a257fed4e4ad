package dev.carga.bootstrap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class EnvironmentDefaultsTest {

    /// Without its "no", the variable would mean the opposite.
    @Test
    void variableNameHasEveryWordOfTheFlag() {
        EnvironmentDefaults defaults =
                new EnvironmentDefaults(Map.of("CARGA_NO_FLAWS", "true", "CARGA_FLAWS", "false"));
        assertThat(defaults.defaultValue(OptionSpec.builder("--no-flaws").build()))
                .isEqualTo("true");
    }

    @Test
    void messageNamesTheVariableThatSetTheValue() {
        EnvironmentDefaults defaults = new EnvironmentDefaults(Map.of("CARGA_PORT", "x"));
        assertThat(defaults.explain("Invalid value for option '--port': 'x'; see '--host'"))
                .isEqualTo("Invalid value for option '--port' (or CARGA_PORT): 'x'; see '--host'");
    }
}

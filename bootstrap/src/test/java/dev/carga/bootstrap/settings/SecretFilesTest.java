package dev.carga.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SecretFilesTest {

    static final Iterable<String> VARIABLES = SecretFiles.VARIABLES;

    @TempDir
    private Path folder = Path.of("");

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content).toString();
    }

    @ParameterizedTest
    @FieldSource("VARIABLES")
    void secretIsReadFromItsFile(String variable) throws IOException {
        Map<String, String> environment = Map.of(variable + "_FILE", file(" p w\n"), variable, "", "DB_HOST", "db");
        assertThat(SecretFiles.resolve(environment))
                .containsEntry(variable, " p w")
                .containsEntry("DB_HOST", "db");
    }

    @Test
    void onlySecretsAreReadFromFiles() throws IOException {
        Map<String, String> environment = Map.of("DB_HOST_FILE", file("db"), "DB_PASS_FILE", " ");
        assertThat(SecretFiles.resolve(environment)).isEqualTo(environment);
    }

    @Test
    void secretThatIsSetTwiceIsRefused() throws IOException {
        Map<String, String> environment = Map.of("DB_PASS_FILE", file("hush"), "DB_PASS", "hush");
        assertThatThrownBy(() -> SecretFiles.resolve(environment))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("DB_PASS and DB_PASS_FILE are both set: leave one of them out");
    }

    @Test
    void unreadableSecretIsRefused() {
        Map<String, String> environment =
                Map.of("DB_PASS_FILE", folder.resolve("none").toString());
        assertThatThrownBy(() -> SecretFiles.resolve(environment))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageMatching("DB_PASS_FILE names \".*none\", which cannot be read .*");
    }

    /// Otherwise a forgotten secret would be an empty password, which only the database would refuse.
    @Test
    void emptySecretIsRefused() throws IOException {
        Map<String, String> environment = Map.of("RABBIT_PASS_FILE", file("\n"));
        assertThatThrownBy(() -> SecretFiles.resolve(environment))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("which is empty");
    }
}

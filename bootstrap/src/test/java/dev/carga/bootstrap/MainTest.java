package dev.carga.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void unreadableSecretIsWrongUsage() {
        assertThat(Main.run(Map.of("DB_PASS_FILE", "/nowhere/secret"), "--version"))
                .isEqualTo(2);
        assertThat(Main.run(Map.of(), "--version")).isZero();
    }
}

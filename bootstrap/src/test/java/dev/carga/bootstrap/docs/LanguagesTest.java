package dev.carga.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.docs.MarkdownPage.Block;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A page in Portuguese has the same commands and responses as the page in English, in the same order.
class LanguagesTest {

    private static final String PORTUGUESE = ".pt-BR.md";

    static Stream<MarkdownPage> portuguesePages() {
        return MarkdownPage.all().stream().filter(page -> page.path().toString().endsWith(PORTUGUESE));
    }

    @ParameterizedTest
    @MethodSource("portuguesePages")
    void portuguesePageHasTheBlocksOfTheEnglishPage(MarkdownPage portuguese) {
        MarkdownPage english =
                MarkdownPage.read(Path.of(portuguese.path().toString().replaceFirst("\\.pt-BR\\.md$", ".md")));

        assertThat(blocks(portuguese)).as("%s", portuguese.path()).isEqualTo(blocks(english));
    }

    @Test
    void readmeAndEveryGuideExistInBothLanguages() {
        List<String> pages =
                MarkdownPage.all().stream().map(page -> page.path().toString()).toList();

        assertThat(pages.stream()
                        .filter(page -> page.equals("README.md")
                                || (page.startsWith("docs/guide/") && !page.endsWith(PORTUGUESE))))
                .hasSizeGreaterThan(5)
                .allSatisfy(page -> assertThat(pages).contains(page.replaceFirst("\\.md$", PORTUGUESE)));
    }

    /// Comments in shell commands are translated, so they are not compared.
    private static List<String> blocks(MarkdownPage page) {
        return page.blocks().stream().map(LanguagesTest::withoutComments).toList();
    }

    private static String withoutComments(Block block) {
        String text =
                block.info().startsWith("sh") ? block.text().replaceAll("(?m)(^|[ \\t]+)# .*$", "") : block.text();
        return "```" + block.info() + "\n" + text + "```";
    }
}

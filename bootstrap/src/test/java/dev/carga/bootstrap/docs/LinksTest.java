package dev.carga.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whatever a page, a source or a configuration file says of a document leads to one that is there.
class LinksTest {

    private static final Pattern OUTSIDE = Pattern.compile("^[a-z]+:.*");

    /// A document named by its path from the root, in any kind of text.
    private static final Pattern MENTION = Pattern.compile("\\bdocs/[A-Za-z0-9_./-]+\\.(?:md|sql|txt)\\b");

    private static final Set<String> KINDS =
            Set.of("md", "java", "json", "yml", "yaml", "sh", "sql", "xml", "html", "properties");

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeadingThatAreThere() {
        List<String> broken = new ArrayList<>();
        List<MarkdownPage> pages = MarkdownPage.all();
        for (MarkdownPage page : pages) {
            for (String link : page.links()) {
                if (!OUTSIDE.matcher(link).matches() && !leadsSomewhere(page, link)) {
                    broken.add(page.path() + ": " + link);
                }
            }
        }

        assertThat(pages).hasSizeGreaterThan(50);
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(MarkdownPage page, String link) {
        String[] parts = link.split("#", 2);
        Path from = MarkdownPage.ROOT.resolve(page.path());
        Path target = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || !target.toString().endsWith(".md")
                || MarkdownPage.read(MarkdownPage.ROOT.relativize(target))
                        .anchors()
                        .contains(parts[1]);
    }

    @Test
    void everyDocumentThatATextNamesIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path file : MarkdownPage.files()) {
            if (isText(file)) {
                MENTION.matcher(Files.readString(MarkdownPage.ROOT.resolve(file)))
                        .results()
                        .map(MatchResult::group)
                        .filter(document -> !Files.exists(MarkdownPage.ROOT.resolve(document)))
                        .forEach(document -> missing.add(file + ": " + document));
            }
        }

        assertThat(missing).isEmpty();
    }

    private static boolean isText(Path file) {
        String name = file.toString();
        return KINDS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}

package dev.carga.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Checks that every document, heading and class that a page or a source names exists.
class LinksTest {

    private static final Pattern EXTERNAL = Pattern.compile("^[a-z]+:.*");

    /// A document named by its path from the root, in any kind of text.
    private static final Pattern MENTION = Pattern.compile("\\bdocs/[A-Za-z0-9_./-]+\\.(?:md|sql|txt)\\b");

    private static final Set<String> TEXT_EXTENSIONS =
            Set.of("md", "java", "json", "yml", "yaml", "sh", "sql", "xml", "html", "properties");

    /// A class, a method or a constant in prose: an inner capital distinguishes it from a word.
    private static final Pattern CODE_NAME = Pattern.compile("`([A-Za-z][a-z0-9]+[A-Z]\\w*)`");

    @Test
    void everyRelativeLinkHasAnExistingTarget() {
        List<String> broken = new ArrayList<>();
        List<MarkdownPage> pages = MarkdownPage.all();
        for (MarkdownPage page : pages) {
            for (String link : page.links()) {
                if (!EXTERNAL.matcher(link).matches() && !targetExists(page, link)) {
                    broken.add(page.path() + ": " + link);
                }
            }
        }

        assertThat(pages).hasSizeGreaterThan(50);
        assertThat(broken).isEmpty();
    }

    private static boolean targetExists(MarkdownPage page, String link) {
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
    void everyDocumentNamedInATextExists() throws IOException {
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

    /// Decisions name the tests that keep them true, and the classes that carry them out.
    @Test
    void everyCodeNameInADecisionExists() throws IOException {
        Set<String> known = new HashSet<>();
        for (Path file : MarkdownPage.files()) {
            if (isText(file) && !file.toString().endsWith(".md")) {
                known.addAll(List.of(
                        Files.readString(MarkdownPage.ROOT.resolve(file)).split("\\W+")));
            }
        }
        List<String> unknown = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.all()) {
            if (page.path().startsWith("docs/adr")) {
                CODE_NAME
                        .matcher(String.join("\n", page.lines()))
                        .results()
                        .map(name -> name.group(1))
                        .filter(name -> !known.contains(name))
                        .forEach(name -> unknown.add(page.path() + ": " + name));
            }
        }

        assertThat(unknown).isEmpty();
    }

    private static boolean isText(Path file) {
        String name = file.toString();
        return TEXT_EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}

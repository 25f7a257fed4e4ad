package dev.carga.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of the documentation: its fenced blocks, its links and the anchors that links may name.
///
/// @param path  relative to the repository's root
/// @param lines the lines of the file, unchanged
public record MarkdownPage(Path path, List<String> lines) {

    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Folders with third-party files or build output.
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", ".carga", "node_modules");

    private static final Pattern FENCE = Pattern.compile("^( *)```(.*)$");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *$");

    /// A fenced block.
    ///
    /// @param info the text behind the opening fence, such as `sh no-test`
    /// @param line the line of the opening fence, from 1
    /// @param text the content, without the fences and their indentation
    public record Block(String info, int line, String text) {}

    public static MarkdownPage read(Path path) {
        try {
            return new MarkdownPage(path, Files.readAllLines(ROOT.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All pages of the repository.
    public static List<MarkdownPage> all() {
        return files().stream()
                .filter(file -> file.toString().endsWith(".md"))
                .map(MarkdownPage::read)
                .toList();
    }

    /// All files of the repository, as paths relative to the root, sorted.
    static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(ROOT.relativize(file));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /// The fenced blocks, in order.
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int line = 0;
        while (line < lines.size()) {
            Matcher fence = FENCE.matcher(lines.get(line++));
            if (fence.matches()) {
                int fenceLine = line;
                StringBuilder text = new StringBuilder();
                while (line < lines.size() && !lines.get(line).strip().equals("```")) {
                    text.append(lines.get(line++)
                                    .replaceFirst("^ {0," + fence.group(1).length() + "}", ""))
                            .append('\n');
                }
                assertThat(line)
                        .as("the closing fence of the block on line %s of %s", fenceLine, path)
                        .isLessThan(lines.size());
                line++;
                blocks.add(new Block(fence.group(2).strip(), fenceLine, text.toString()));
            }
        }
        return blocks;
    }

    /// The targets of its links, as written in the page.
    public List<String> links() {
        return LINK.matcher(INLINE_CODE.matcher(prose()).replaceAll("code"))
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    /// The anchors of its headings, as GitHub generates them.
    public Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        prose().lines().map(HEADING::matcher).filter(Matcher::matches).forEach(heading -> {
            String anchor = anchor(heading.group(1));
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    private static String anchor(String heading) {
        return LINK.matcher(heading)
                .replaceAll(link -> Matcher.quoteReplacement(link.group().replaceFirst("^\\[(.*)].*$", "$1")))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /// The page without its fenced blocks.
    private String prose() {
        StringBuilder prose = new StringBuilder();
        boolean fenced = false;
        for (String line : lines) {
            if (FENCE.matcher(line).matches()) {
                fenced = !fenced;
            } else if (!fenced) {
                prose.append(line).append('\n');
            }
        }
        return prose.toString();
    }

    /// Only the path, which names a case of a parameterized test.
    @Override
    public String toString() {
        return path.toString();
    }
}

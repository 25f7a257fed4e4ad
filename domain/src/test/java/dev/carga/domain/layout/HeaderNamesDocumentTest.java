package dev.carga.domain.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that `docs/reference/reading.md` and its Portuguese version list every known name of a column.
class HeaderNamesDocumentTest {

    private static final Path DOCUMENTS = Path.of("..", "docs", "reference");

    private static final Pattern TABLE = Pattern.compile(
            "\\| (?:column \\| also called|coluna \\| também chamada de) \\|\n\\|---\\|---\\|\n((?:\\|.*\n)+)");

    /// `` | `column` | `name`, `name` | ``
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (.*) \\|$");

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @ParameterizedTest
    @ValueSource(strings = {"reading.md", "reading.pt-BR.md"})
    void documentListsTheSynonymsOfEveryColumnAndNoOthers(String document) throws IOException {
        assertThat(listed(document)).isEqualTo(known());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reading.md", "reading.pt-BR.md"})
    void everyListedNameIsReadAsItsColumn(String document) throws IOException {
        listed(document)
                .forEach((column, names) -> assertThat(names)
                        .allSatisfy(name -> assertThat(HeaderNames.named(name)).contains(column)));
    }

    private static Map<Column, List<String>> known() {
        Map<Column, List<String>> known = new EnumMap<>(Column.class);
        Column.ALL.forEach(column -> known.put(column, HeaderNames.synonyms(column)));
        return known;
    }

    private static Map<Column, List<String>> listed(String document) throws IOException {
        Matcher table = TABLE.matcher(Files.readString(DOCUMENTS.resolve(document)));
        assertThat(table.find()).as("a table of names in %s", document).isTrue();
        Map<Column, List<String>> listed = new EnumMap<>(Column.class);
        ROW.matcher(table.group(1))
                .results()
                .forEach(row -> listed.put(Column.parse(row.group(1)).orElseThrow(), names(row.group(2))));
        return listed;
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }
}

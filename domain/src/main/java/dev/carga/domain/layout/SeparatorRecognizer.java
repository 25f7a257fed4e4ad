package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.HeadText.Line;
import java.util.ArrayList;
import java.util.List;

/// Recognises what separates the fields of a file.
final class SeparatorRecognizer {

    /// In the order in which they are tried. The comma is the last, because it occurs in numbers too.
    private static final List<Separator> CHARACTERS =
            List.of(Separator.SEMICOLON, Separator.TAB, Separator.PIPE, Separator.COMMA);

    private final HeadText text;

    SeparatorRecognizer(HeadText text) {
        this.text = text;
    }

    /// All separators in the order in which they are tried: the one that a `sep=` line names first, blanks
    /// last.
    List<Separator> candidates() {
        List<Separator> candidates = new ArrayList<>(CHARACTERS);
        @Nullable Separator named = text.namedSeparator();
        if (named != null) {
            candidates.remove(named);
            candidates.addFirst(named);
        }
        candidates.add(Separator.BLANKS);
        return candidates;
    }

    /// The separator of a file without a known header: the one that a `sep=` line names, or else the one by
    /// which most lines have as many fields as there are columns, not counting empty fields behind them.
    Separator withoutHeader(int columns) {
        @Nullable Separator named = text.namedSeparator();
        return named == null ? byFieldCount(columns) : named;
    }

    private Separator byFieldCount(int columns) {
        List<Line> lines = text.lines();
        Separator best = Separator.BLANKS;
        long most = lines.stream()
                .filter(line -> HeaderLine.words(line.text()).size() == columns)
                .count();
        boolean found = false;
        for (Separator separator : CHARACTERS) {
            long count = lines.stream()
                    .map(line -> HeaderLine.fields(line.text(), separator))
                    .filter(fields -> fields.size() >= columns
                            && fields.subList(columns, fields.size()).stream().allMatch(String::isEmpty))
                    .count();
            if (count > most || (count == most && count > 0 && !found)) {
                best = separator;
                most = count;
                found = true;
            }
        }
        return best;
    }
}

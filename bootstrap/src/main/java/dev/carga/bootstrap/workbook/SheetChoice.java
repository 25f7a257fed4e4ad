package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.DisplayName;
import java.util.List;
import java.util.regex.Pattern;

/// Which sheet of a workbook is meant.
final class SheetChoice {

    private static final int MOST_NAMES = 50;
    private static final int LONGEST_NAME = 60;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    private SheetChoice() {}

    /// A sheet.
    record Named(String name, boolean visible) {}

    /// The place of the sheet, from 0; -1 if there is none.
    ///
    /// @param wished a name, or a number from 1: as a name first, since sheets are named after years; null for
    ///               the first that can be seen
    static int of(List<Named> sheets, @Nullable String wished) {
        if (wished == null) {
            for (int i = 0; i < sheets.size(); i++) {
                if (sheets.get(i).visible()) {
                    return i;
                }
            }
            return sheets.isEmpty() ? -1 : 0;
        }
        String name = wished.strip();
        for (int i = 0; i < sheets.size(); i++) {
            if (sheets.get(i).name().strip().equals(name)) {
                return i;
            }
        }
        for (int i = 0; i < sheets.size(); i++) {
            if (sheets.get(i).name().strip().equalsIgnoreCase(name)) {
                return i;
            }
        }
        int place = NUMBER.matcher(name).matches() ? Integer.parseInt(name) - 1 : -1;
        return place < sheets.size() ? place : -1;
    }

    static List<String> names(List<Named> sheets) {
        return sheets.stream()
                .limit(MOST_NAMES)
                .map(sheet -> harmless(sheet.name()))
                .toList();
    }

    /// A name as it may be shown and stored.
    static String harmless(String name) {
        return DisplayName.of(name, LONGEST_NAME);
    }
}

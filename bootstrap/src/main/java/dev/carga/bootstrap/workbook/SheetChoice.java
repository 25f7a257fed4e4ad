package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.DisplayName;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the sheet of a workbook that an upload asks for.
final class SheetChoice {

    private static final int MAX_NAMES = 50;
    private static final int MAX_NAME_LENGTH = 60;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    private SheetChoice() {}

    record Named(String name, boolean visible) {}

    /// The index of the sheet, from 0; -1 if there is no such sheet.
    ///
    /// @param requested a name, or a number from 1. Tried as a name first, since sheets are named after years.
    ///                  Null for the first visible sheet
    static int of(List<Named> sheets, @Nullable String requested) {
        if (requested == null) {
            for (int i = 0; i < sheets.size(); i++) {
                if (sheets.get(i).visible()) {
                    return i;
                }
            }
            return sheets.isEmpty() ? -1 : 0;
        }
        String name = requested.strip();
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
        int index = NUMBER.matcher(name).matches() ? Integer.parseInt(name) - 1 : -1;
        return index < sheets.size() ? index : -1;
    }

    static List<String> names(List<Named> sheets) {
        return sheets.stream()
                .limit(MAX_NAMES)
                .map(sheet -> harmless(sheet.name()))
                .toList();
    }

    /// A name that is safe to show and store.
    static String harmless(String name) {
        return DisplayName.of(name, MAX_NAME_LENGTH);
    }
}

package dev.carga.domain.layout;

import java.util.regex.Pattern;

/// Makes a name from a file, such as that of a column or a sheet, safe to show and to store.
public final class DisplayName {

    private static final Pattern UNSAFE = Pattern.compile("[\\p{C}\"]");

    private DisplayName() {}

    /// Replaces invisible characters and quotes with `_`, and shortens a long name.
    ///
    /// @param maxLength in code points; a longer name is cut there and gets an ellipsis
    public static String of(String name, int maxLength) {
        String visible = UNSAFE.matcher(name).replaceAll("_").strip();
        return visible.codePointCount(0, visible.length()) <= maxLength
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, maxLength)) + "…";
    }
}

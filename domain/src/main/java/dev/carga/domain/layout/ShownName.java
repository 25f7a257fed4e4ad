package dev.carga.domain.layout;

import java.util.regex.Pattern;

/// A name out of a file, such as that of a column or of a sheet, as it may be shown and stored.
public final class ShownName {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\"]");

    private ShownName() {}

    /// With `_` for each character that is not to be seen, and for quotes; cut if it is too long.
    ///
    /// @param longest in code points, a sign that it was cut aside
    public static String of(String name, int longest) {
        String seen = UNSEEN.matcher(name).replaceAll("_").strip();
        return seen.codePointCount(0, seen.length()) <= longest
                ? seen
                : seen.substring(0, seen.offsetByCodePoints(0, longest)) + "…";
    }
}

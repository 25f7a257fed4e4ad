package dev.carga.domain.dialect;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Normalizes words for comparison.
public final class Words {

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private Words() {}

    /// The text in lower case, without accents (Unicode NFKD without marks) and without surrounding blanks.
    public static String normalize(String text) {
        return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .strip();
    }
}

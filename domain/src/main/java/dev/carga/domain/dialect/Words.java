package dev.carga.domain.dialect;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Words as people compare them: without accents, in small letters, without blanks around them.
public final class Words {

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private Words() {}

    public static String plain(String text) {
        return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .strip();
    }
}

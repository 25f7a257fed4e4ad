package dev.carga.domain.document;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.FieldText;
import dev.carga.domain.document.Document.Damage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lenient, slow reader of documents, for fields that are neither plain digits nor in the canonical form:
/// other separators, or a form damaged by a spreadsheet. A text with more than one reading is not a document.
final class DocumentText {

    /// The result of reading a text.
    ///
    /// @param plain the characters of the document without separators; null if the text is not a document
    /// @param valid whether the check digits are right
    record Reading(@Nullable String plain, boolean valid, Damage damage) {

        private static final Reading NONE = new Reading(null, false, Damage.NONE);
        private static final Reading DIGITS_LOST = new Reading(null, false, Damage.DIGITS_LOST);

        private static Reading restored(@Nullable String valid) {
            return valid == null ? NONE : new Reading(valid, true, Damage.RESTORED);
        }
    }

    /// A longer field is not a document, whatever is removed from it.
    private static final int MAX_BYTES = 120;

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /// A number that was converted to a float.
    private static final Pattern FLOAT = Pattern.compile("([0-9]+)[.,](0+)");

    /// Without a decimal mark or a plus sign it might be part of an alphanumeric CNPJ.
    private static final Pattern SCIENTIFIC = Pattern.compile("([0-9])(?:[.,]([0-9]+)E\\+?|E\\+)([0-9]{1,2})");

    /// Two check digits behind a point look like decimals.
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+\\.[0-9]{2}");

    /// At least four letters without a digit among or beside them.
    private static final Pattern WORD = Pattern.compile("(?<![\\p{L}0-9])\\p{L}{4,}(?![\\p{L}0-9])");

    /// The largest exponent with which spreadsheets write whole numbers of 15 digits.
    private static final int MAX_EXPONENT = 14;

    private DocumentText() {}

    static Reading read(byte[] bytes, int from, int to, Mask mask) {
        return to == from || to - from > MAX_BYTES
                ? Reading.NONE
                : read(toUpperCase(FieldText.clean(bytes, from, to)), mask);
    }

    /// Whether a field is text rather than a number: it has no digit, a word of letters alone, or more
    /// letters than digits.
    static boolean isWords(byte[] bytes, int from, int to) {
        String text = toUpperCase(FieldText.clean(bytes, from, to));
        long digits = text.codePoints().filter(Character::isDigit).count();
        long letters = text.codePoints().filter(Character::isLetter).count();
        return digits == 0
                || (!SCIENTIFIC.matcher(text).matches()
                        && (letters > digits || WORD.matcher(text).find()));
    }

    private static Reading read(String text, Mask mask) {
        String plain = DECIMAL.matcher(text).matches() ? null : mask.withoutSeparators(text);
        if (plain != null) {
            return plain.length() == mask.characters()
                    ? new Reading(plain, mask.isValid(plain), Damage.NONE)
                    : Reading.restored(restored(plain, mask));
        }
        Matcher decimal = FLOAT.matcher(text);
        if (decimal.matches()) {
            return ofFloat(decimal.group(1), decimal.group(2), mask);
        }
        Matcher scientific = SCIENTIFIC.matcher(text);
        return scientific.matches() ? ofScientific(scientific, mask) : Reading.NONE;
    }

    /// `100000037.00` may be a float, or a CPF with a point before its check digits. `191.000` may be a
    /// number with a thousands separator.
    private static Reading ofFloat(String digits, String decimals, Mask mask) {
        String whole = restored(digits, mask);
        String withCheckDigits = decimals.length() == 2 ? restored(digits + decimals, mask) : null;
        boolean group = decimals.length() == 3 && digits.length() <= 3;
        return group || (whole != null && withCheckDigits != null && !withCheckDigits.equals(whole))
                ? Reading.NONE
                : Reading.restored(whole);
    }

    private static Reading ofScientific(Matcher scientific, Mask mask) {
        String mantissa = scientific.group(1) + (scientific.group(2) == null ? "" : scientific.group(2));
        int whole = Integer.parseInt(scientific.group(3)) + 1;
        if (whole > MAX_EXPONENT + 1) {
            return Reading.NONE;
        }
        if (mantissa.length() < whole) {
            return Reading.DIGITS_LOST;
        }
        boolean isWhole = mantissa.substring(whole).chars().allMatch(c -> c == '0');
        return isWhole ? Reading.restored(restored(mantissa.substring(0, whole), mask)) : Reading.NONE;
    }

    /// The digits with leading zeros added or removed to the length of the document; null if the result is
    /// not valid, or if a CPF could also be a CNPJ.
    private static @Nullable String restored(String digits, Mask mask) {
        if (!DIGITS.matcher(digits).matches()) {
            return null;
        }
        int surplus = digits.length() - mask.characters();
        if (surplus > 0 && digits.chars().limit(surplus).anyMatch(c -> c != '0')) {
            return null;
        }
        String all = surplus > 0 ? digits.substring(surplus) : "0".repeat(-surplus) + digits;
        boolean alsoCnpj = mask == Mask.CPF && digits.length() == Mask.CNPJ.characters() && Mask.CNPJ.isValid(digits);
        return mask.isValid(all) && !alsoCnpj ? all : null;
    }

    /// Converts ASCII letters only: Unicode's upper case of `ſ` is an S.
    private static String toUpperCase(String text) {
        StringBuilder upper = new StringBuilder(text);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c >= 'a' && c <= 'z') {
                upper.setCharAt(i, (char) (c - 32));
            }
        }
        return upper.toString();
    }
}

package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A valid CPF (Cadastro de Pessoas Físicas): nine digits and two check digits.
///
/// The check digits follow the Receita Federal's rule: the first is the weighted sum of the nine digits with
/// the weights 10, 9 … 2, the second that of the ten digits with the weights 11, 10 … 2, each modulo 11; a
/// remainder below 2 gives 0, any other gives 11 minus the remainder. The ten numbers of one repeated digit
/// satisfy the rule but are never issued, so they are invalid.
public final class Cpf extends Document {

    private static final int DIGITS = 11;
    private static final int LENGTH = 14;

    private Cpf(byte[] utf8, Damage damage) {
        super(utf8, damage);
    }

    /// Reads the field `bytes[from, to)` in UTF-8: digits without separators or with those of the mask
    /// `000.000.000-00`, or a form that a spreadsheet made of either ([DocumentText]). Leading zeros may be
    /// missing or surplus.
    ///
    /// @return a [Cpf] whose text is `000.000.000-00`, or an [InvalidDocument]. Eleven digits with wrong
    ///         check digits get the canonical form too; fewer digits stay unchanged
    public static Document read(byte[] bytes, int from, int to) {
        int length = to - from;
        boolean punctuated = isPunctuated(bytes, from, to);
        if (length == 0 || (length > DIGITS && !punctuated)) {
            return readText(bytes, from, to);
        }
        long number = 0;
        int sum = 0; // of all digits
        int weighted = 0; // the last weighs 1, the one before 2, and so on
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                number = number * 10 + digit;
                sum += digit;
                weighted += sum;
            } else if (!punctuated || ((i - from) & 3) != 3) {
                return readText(bytes, from, to);
            }
        }
        boolean valid = hasRightCheckDigits(number, sum, weighted);
        if (!valid && length < DIGITS) {
            return InvalidDocument.unchanged(bytes, from, to, Damage.NONE);
        }
        byte[] text = punctuated ? Arrays.copyOfRange(bytes, from, to) : format(number);
        if (valid) {
            return new Cpf(text, length < DIGITS ? Damage.RESTORED : Damage.NONE);
        }
        return new InvalidDocument(text);
    }

    /// Whether a field that is not a valid CPF holds text instead, such as `TOTAL`, `---` or `Total: 2`. Its
    /// line then describes no customer at all, rather than a customer with a wrong number.
    public static boolean isText(byte[] bytes, int from, int to) {
        return DocumentText.isWords(bytes, from, to);
    }

    private static Document readText(byte[] bytes, int from, int to) {
        DocumentText.Reading reading = DocumentText.read(bytes, from, to, Mask.CPF);
        if (reading.plain() == null) {
            return InvalidDocument.unchanged(bytes, from, to, reading.damage());
        }
        byte[] text = format(Long.parseLong(reading.plain()));
        return reading.valid() ? new Cpf(text, reading.damage()) : new InvalidDocument(text);
    }

    /// As [#read(byte[], int, int)], for a whole text.
    public static Document read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return read(bytes, 0, bytes.length);
    }

    /// Completes nine digits with their check digits.
    ///
    /// @param nineDigits the first nine digits as a number; leading zeros count
    /// @throws IllegalArgumentException if the number is negative, has more than nine digits, or nine equal
    ///                                  ones
    public static Cpf ofRoot(int nineDigits) {
        if (nineDigits < 0 || nineDigits > 999_999_999 || nineDigits % 111_111_111 == 0) {
            throw new IllegalArgumentException("No CPF has this root: " + nineDigits);
        }
        int first = 0;
        int second = 0;
        int weight = 2;
        for (int rest = nineDigits; rest > 0; rest /= 10) {
            int digit = rest % 10;
            first += digit * weight;
            second += digit * ++weight;
        }
        int firstDigit = checkDigit(first);
        return new Cpf(format(nineDigits * 100L + firstDigit * 10L + checkDigit(second + 2 * firstDigit)), Damage.NONE);
    }

    /// Whether a field has the length of the canonical form and its separators.
    private static boolean isPunctuated(byte[] bytes, int from, int to) {
        return to - from == LENGTH && bytes[from + 3] == '.' && bytes[from + 7] == '.' && bytes[from + 11] == '-';
    }

    /// Whether eleven digits are a valid CPF.
    static boolean isValid(String elevenDigits) {
        long number = 0;
        int sum = 0;
        int weighted = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = elevenDigits.charAt(i) - '0';
            number = number * 10 + digit;
            sum += digit;
            weighted += sum;
        }
        return hasRightCheckDigits(number, sum, weighted);
    }

    /// The sums were computed over all digits in one pass, so the contribution of the check digits is
    /// subtracted here. The remaining weighted sum has the weights 11, 10 … 3 for the nine digits; minus
    /// their plain sum, it has 10, 9 … 2.
    ///
    /// @param sum      of all digits
    /// @param weighted the sum of all digits with the weight 1 for the last, 2 for the one before, and so on
    private static boolean hasRightCheckDigits(long number, int sum, int weighted) {
        int last = (int) (number % 10);
        int lastButOne = (int) (number / 10 % 10);
        int second = weighted - 2 * lastButOne - last;
        int first = second - (sum - lastButOne - last);
        return checkDigit(first) == lastButOne
                && checkDigit(second + 2 * lastButOne) == last
                && number % 11_111_111_111L != 0;
    }

    private static int checkDigit(int sum) {
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }

    private static byte[] format(long number) {
        byte[] text = new byte[LENGTH];
        long rest = number;
        for (int i = LENGTH - 1; i >= 0; i--) {
            if (i == 11) {
                text[i] = '-';
            } else if (i == 7 || i == 3) {
                text[i] = '.';
            } else {
                text[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return text;
    }
}

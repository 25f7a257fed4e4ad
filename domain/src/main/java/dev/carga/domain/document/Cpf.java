package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// A CPF (Cadastro de Pessoas Físicas): nine digits and two check digits, modulo 11.
///
/// The rule of the check digits is the one of the Receita Federal: the first weighs the nine digits 10, 9 … 2,
/// the second the ten digits 11, 10 … 2; a remainder below 2 gives 0, any other gives 11 minus the remainder. The
/// ten numbers made of one repeated digit pass that arithmetic and are never given out, so they are invalid.
public final class Cpf implements Document {

    private static final int DIGITS = 11;

    private final String text;

    private Cpf(String text) {
        this.text = text;
    }

    /// Always `000.000.000-00`.
    @Override
    public String text() {
        return text;
    }

    /// Reads a field in UTF-8. It may come with or without punctuation (`.`, `-` or `/`, each between two
    /// digits), and with its leading zeros lost, as spreadsheets do; what is short and fails the check digits is
    /// then no CPF at all.
    public static Document read(byte[] bytes, int from, int to) {
        long number = 0;
        int digits = 0;
        boolean separated = true;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= '0' && b <= '9') {
                if (++digits > DIGITS) {
                    return asItCame(bytes, from, to);
                }
                number = number * 10 + (b - '0');
                separated = false;
            } else if (separated || i == to - 1 || (b != '.' && b != '-' && b != '/')) {
                return asItCame(bytes, from, to);
            } else {
                separated = true;
            }
        }
        if (hasRightCheckDigits(number)) {
            return new Cpf(format(number));
        }
        return digits == DIGITS ? new InvalidDocument(format(number)) : asItCame(bytes, from, to);
    }

    /// Same as [#read(byte[], int, int)], for a whole text.
    public static Document read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return read(bytes, 0, bytes.length);
    }

    /// The valid CPF whose first nine digits are these.
    ///
    /// @throws IllegalArgumentException if they are more than nine, or all the same digit
    public static Cpf ofRoot(int nineDigits) {
        if (nineDigits < 0 || nineDigits > 999_999_999 || nineDigits % 111_111_111 == 0) {
            throw new IllegalArgumentException("No CPF has this root: " + nineDigits);
        }
        return new Cpf(format(nineDigits * 100L + checkDigits(nineDigits)));
    }

    private static Document asItCame(byte[] bytes, int from, int to) {
        return new InvalidDocument(new String(bytes, from, to - from, UTF_8));
    }

    private static boolean hasRightCheckDigits(long number) {
        return number % 11_111_111_111L != 0 && checkDigits(number / 100) == number % 100;
    }

    private static int checkDigits(long root) {
        int first = 0;
        int second = 0;
        int weight = 2;
        for (long rest = root; rest > 0; rest /= 10) {
            int digit = (int) (rest % 10);
            first += digit * weight;
            second += digit * ++weight;
        }
        int firstDigit = checkDigit(first);
        return firstDigit * 10 + checkDigit(second + 2 * firstDigit);
    }

    private static int checkDigit(int sum) {
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }

    private static String format(long number) {
        byte[] text = new byte[14];
        long rest = number;
        for (int i = 13; i >= 0; i--) {
            if (i == 11) {
                text[i] = '-';
            } else if (i == 7 || i == 3) {
                text[i] = '.';
            } else {
                text[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return new String(text, ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cpf cpf && cpf.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// Never the number itself, so that it cannot slip into a log.
    @Override
    public String toString() {
        return "Cpf";
    }
}

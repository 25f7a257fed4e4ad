package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A CNPJ (Cadastro Nacional da Pessoa Jurídica), numeric or alphanumeric: twelve digits or letters and two check
/// digits.
///
/// The rule is IN RFB 2.229/2024, in force since July 2026: a character counts as its ASCII code minus 48;
/// weights are 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, with a 6 before them for the second check digit; modulo 11, a
/// remainder below 2 gives 0; the check digits are always numeric. No letter is left out. Of the repeated numbers
/// only all zeros is invalid (11.111.111/1111-80 is correct).
public final class Cnpj extends Document {

    private static final int CHARACTERS = 14;
    private static final int ROOT_CHARACTERS = 12;
    private static final int LENGTH = 18;

    /// What a character weighs in the sum of the second check digit; in that of the first, what its successor does.
    /// The last place is that of the second digit itself, which is in no sum.
    private static final int[] WEIGHTS = {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 0};

    private Cnpj(byte[] utf8) {
        super(utf8, Damage.NONE);
    }

    /// Reads a field in UTF-8, with or without punctuation (`.`, `/` or `-`, each between two characters), in
    /// either case. The text of what is read is always `AA.AAA.AAA/AAAA-00`, in upper case.
    public static Document read(byte[] bytes, int from, int to) {
        int characters = 0;
        int firstSum = 0;
        int secondSum = 0;
        int lastButOne = 0;
        int last = 0;
        int any = 0; // stays 0 if all characters are zeros
        boolean asIs = true;
        boolean separated = true;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            byte upper = upper(b);
            boolean digit = upper >= '0' && upper <= '9';
            if (digit || (upper >= 'A' && upper <= 'Z')) {
                if (characters == CHARACTERS || (!digit && characters >= ROOT_CHARACTERS)) {
                    return asItCame(bytes, from, to);
                }
                int value = upper - '0';
                secondSum += value * WEIGHTS[characters++];
                firstSum += characters <= ROOT_CHARACTERS ? value * WEIGHTS[characters] : 0;
                lastButOne = last;
                last = value;
                any |= value;
                asIs &= b == upper;
                separated = false;
            } else if (separated || i == to - 1 || !isSeparator(b)) {
                return asItCame(bytes, from, to);
            } else {
                separated = true;
            }
        }
        if (characters != CHARACTERS) {
            return asItCame(bytes, from, to);
        }
        boolean valid = any != 0 && checkDigit(firstSum) == lastButOne && checkDigit(secondSum) == last;
        byte[] text = asIs && isPunctuated(bytes, from, to)
                ? Arrays.copyOfRange(bytes, from, to)
                : punctuate(bytes, from, to);
        return valid ? new Cnpj(text) : new InvalidDocument(text);
    }

    /// Same as [#read(byte[], int, int)], for a whole text.
    public static Document read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return read(bytes, 0, bytes.length);
    }

    /// The valid CNPJ whose first twelve characters, digits or upper-case letters, are these.
    ///
    /// @throws IllegalArgumentException if they are no such twelve characters, or all zeros
    public static Cnpj ofRoot(String twelve) {
        if (!twelve.matches("[0-9A-Z]{12}") || twelve.equals("000000000000")) {
            throw new IllegalArgumentException("No CNPJ has this root: " + twelve);
        }
        int firstSum = 0;
        int secondSum = 0;
        for (int i = 0; i < ROOT_CHARACTERS; i++) {
            firstSum += (twelve.charAt(i) - '0') * WEIGHTS[i + 1];
            secondSum += (twelve.charAt(i) - '0') * WEIGHTS[i];
        }
        int first = checkDigit(firstSum);
        int second = checkDigit(secondSum + first * WEIGHTS[ROOT_CHARACTERS]);
        byte[] plain = (twelve + first + second).getBytes(UTF_8);
        return new Cnpj(punctuate(plain, 0, CHARACTERS));
    }

    private static Document asItCame(byte[] bytes, int from, int to) {
        return new InvalidDocument(Arrays.copyOfRange(bytes, from, to));
    }

    private static byte upper(byte b) {
        return (byte) (b >= 'a' && b <= 'z' ? b - 32 : b);
    }

    private static boolean isSeparator(byte b) {
        return b == '.' || b == '/' || b == '-';
    }

    private static int checkDigit(int sum) {
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }

    /// Whether a field that holds fourteen characters, and separators between them, has those where they belong.
    private static boolean isPunctuated(byte[] b, int from, int to) {
        return to - from == LENGTH
                && b[from + 2] == '.'
                && b[from + 6] == '.'
                && b[from + 10] == '/'
                && b[from + 15] == '-';
    }

    /// The field's fourteen characters in the canonical form.
    private static byte[] punctuate(byte[] bytes, int from, int to) {
        byte[] text = new byte[LENGTH];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (isSeparator(bytes[i])) {
                continue;
            }
            switch (length) {
                case 2, 6 -> text[length++] = '.';
                case 10 -> text[length++] = '/';
                case 15 -> text[length++] = '-';
                default -> {}
            }
            text[length++] = upper(bytes[i]);
        }
        return text;
    }
}

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

    /// What a character weighs in the sum of the second check digit; in that of the first, what its successor
    /// does. The last place is that of the second digit itself, which is in no sum.
    private static final int[] WEIGHTS = {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 0};

    private Cnpj(byte[] utf8, Damage damage) {
        super(utf8, damage);
    }

    /// Reads a field in UTF-8: bare characters in either case, or separators where the mask
    /// `AA.AAA.AAA/AAAA-00` has them, or what spreadsheets make of either ([DocumentText]). The text of what is
    /// read is always `AA.AAA.AAA/AAAA-00`, in upper case.
    public static Document read(byte[] bytes, int from, int to) {
        boolean punctuated = isPunctuated(bytes, from, to);
        if (to - from != CHARACTERS && !punctuated) {
            return readText(bytes, from, to);
        }
        int characters = 0;
        int firstSum = 0;
        int secondSum = 0;
        int lastButOne = 0;
        int last = 0;
        int any = 0; // stays 0 if all characters are zeros
        boolean asIs = punctuated;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            byte upper = upper(b);
            boolean digit = upper >= '0' && upper <= '9';
            if (digit || (upper >= 'A' && upper <= 'Z')) {
                if (characters == CHARACTERS || (!digit && characters >= ROOT_CHARACTERS)) {
                    return readText(bytes, from, to);
                }
                int value = upper - '0';
                secondSum += value * WEIGHTS[characters++];
                firstSum += characters <= ROOT_CHARACTERS ? value * WEIGHTS[characters] : 0;
                lastButOne = last;
                last = value;
                any |= value;
                asIs &= b == upper;
            } else if (!punctuated || !isMaskPlace(i - from)) {
                return readText(bytes, from, to);
            }
        }
        boolean valid = any != 0 && checkDigit(firstSum) == lastButOne && checkDigit(secondSum) == last;
        byte[] text = asIs ? Arrays.copyOfRange(bytes, from, to) : punctuate(bytes, from, to);
        return valid ? new Cnpj(text, Damage.NONE) : new InvalidDocument(text);
    }

    private static Document readText(byte[] bytes, int from, int to) {
        DocumentText.Reading reading = DocumentText.read(bytes, from, to, Mask.CNPJ);
        if (reading.plain() == null) {
            return InvalidDocument.asItCame(bytes, from, to, reading.damage());
        }
        byte[] text = punctuate(reading.plain().getBytes(UTF_8), 0, CHARACTERS);
        return reading.valid() ? new Cnpj(text, reading.damage()) : new InvalidDocument(text);
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
        return new Cnpj(punctuate(plain, 0, CHARACTERS), Damage.NONE);
    }

    /// Whether fourteen characters, digits or upper-case letters, are a valid CNPJ.
    static boolean isValid(String plain) {
        int firstSum = 0;
        int secondSum = 0;
        int any = 0;
        for (int i = 0; i < CHARACTERS; i++) {
            int value = plain.charAt(i) - '0';
            secondSum += value * WEIGHTS[i];
            firstSum += i < ROOT_CHARACTERS ? value * WEIGHTS[i + 1] : 0;
            any |= value;
        }
        return any != 0
                && checkDigit(firstSum) == plain.charAt(CHARACTERS - 2) - '0'
                && checkDigit(secondSum) == plain.charAt(CHARACTERS - 1) - '0';
    }

    private static byte upper(byte b) {
        return (byte) (b >= 'a' && b <= 'z' ? b - 32 : b);
    }

    private static boolean isSeparator(byte b) {
        return b == '.' || b == '/' || b == '-';
    }

    /// Whether a separator stands here in the canonical form.
    private static boolean isMaskPlace(int place) {
        return place == 2 || place == 6 || place == 10 || place == 15;
    }

    private static int checkDigit(int sum) {
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }

    /// Whether a field has the separators of the mask where they belong.
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

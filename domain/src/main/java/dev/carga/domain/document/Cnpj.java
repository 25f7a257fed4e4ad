package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A valid CNPJ (Cadastro Nacional da Pessoa Jurídica), numeric or alphanumeric: twelve digits or letters and
/// two check digits.
///
/// The check digits follow the Receita Federal's Instrução Normativa RFB 2.229/2024, in force since July
/// 2026: the value of a character is its ASCII code minus 48; the weights are 5, 4, 3, 2, 9, 8, 7, 6, 5, 4,
/// 3, 2, with a 6 before them for the second check digit; the sum is taken modulo 11, and a remainder below 2
/// gives 0, any other gives 11 minus the remainder. The check digits are always numeric, and every letter
/// from A to Z is allowed. Of the numbers of one repeated digit only all zeros is invalid (11.111.111/1111-80
/// is correct).
public final class Cnpj extends Document {

    private static final int CHARACTERS = 14;
    private static final int ROOT_CHARACTERS = 12;
    private static final int LENGTH = 18;

    /// The weight of each character in the sum of the second check digit. In the sum of the first check
    /// digit, a character has the weight of its successor. The last entry, for the second check digit itself,
    /// is unused.
    private static final int[] WEIGHTS = {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 0};

    private Cnpj(byte[] utf8, Damage damage) {
        super(utf8, damage);
    }

    /// Reads the field `bytes[from, to)` in UTF-8: 14 characters in upper or lower case, without separators
    /// or with those of the mask `AA.AAA.AAA/AAAA-00`, or a form that a spreadsheet made of either
    /// ([DocumentText]).
    ///
    /// @return a [Cnpj] whose text is `AA.AAA.AAA/AAAA-00` in upper case, or an [InvalidDocument]
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
            } else if (!punctuated || !isSeparatorPosition(i - from)) {
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
            return InvalidDocument.unchanged(bytes, from, to, reading.damage());
        }
        byte[] text = punctuate(reading.plain().getBytes(UTF_8), 0, CHARACTERS);
        return reading.valid() ? new Cnpj(text, reading.damage()) : new InvalidDocument(text);
    }

    /// As [#read(byte[], int, int)], for a whole text.
    public static Document read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return read(bytes, 0, bytes.length);
    }

    /// Completes twelve characters with their check digits.
    ///
    /// @param twelve the first twelve characters: digits or upper-case letters
    /// @throws IllegalArgumentException if the text has another form, or is all zeros
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

    /// Whether 14 characters, digits or upper-case letters without separators, are a valid CNPJ.
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

    /// Whether the canonical form has a separator at this index.
    private static boolean isSeparatorPosition(int index) {
        return index == 2 || index == 6 || index == 10 || index == 15;
    }

    private static int checkDigit(int sum) {
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }

    /// Whether a field has the length of the canonical form and its separators.
    private static boolean isPunctuated(byte[] b, int from, int to) {
        return to - from == LENGTH
                && b[from + 2] == '.'
                && b[from + 6] == '.'
                && b[from + 10] == '/'
                && b[from + 15] == '-';
    }

    /// The canonical form of a field with 14 characters that are no separators.
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

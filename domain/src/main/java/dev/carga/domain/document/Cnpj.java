package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// A CNPJ (Cadastro Nacional da Pessoa Jurídica), numeric or alphanumeric: twelve digits or letters and two check
/// digits.
///
/// The rule is IN RFB 2.229/2024, in force since July 2026: a character counts as its ASCII code minus 48;
/// weights are 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, with a 6 before them for the second check digit; modulo 11, a
/// remainder below 2 gives 0; the check digits are always numeric. No letter is left out. Of the repeated numbers
/// only all zeros is invalid (11.111.111/1111-80 is correct).
public final class Cnpj implements Document {

    private static final int LENGTH = 14;
    private static final int ROOT_LENGTH = 12;

    private final String text;

    private Cnpj(String text) {
        this.text = text;
    }

    /// Always `AA.AAA.AAA/AAAA-00`, in upper case.
    @Override
    public String text() {
        return text;
    }

    /// Reads a field in UTF-8, with or without punctuation (`.`, `/` or `-`, each between two characters), in
    /// either case.
    public static Document read(byte[] bytes, int from, int to) {
        byte[] plain = new byte[LENGTH];
        int length = 0;
        boolean separated = true;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            byte upper = (byte) (b >= 'a' && b <= 'z' ? b - 32 : b);
            boolean digit = upper >= '0' && upper <= '9';
            boolean letter = upper >= 'A' && upper <= 'Z';
            if (digit || letter) {
                if (length == LENGTH || (letter && length >= ROOT_LENGTH)) {
                    return asItCame(bytes, from, to);
                }
                plain[length++] = upper;
                separated = false;
            } else if (separated || i == to - 1 || (b != '.' && b != '/' && b != '-')) {
                return asItCame(bytes, from, to);
            } else {
                separated = true;
            }
        }
        if (length != LENGTH) {
            return asItCame(bytes, from, to);
        }
        String text = format(plain);
        return hasRightCheckDigits(plain) ? new Cnpj(text) : new InvalidDocument(text);
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
        byte[] plain = (twelve + "00").getBytes(UTF_8);
        if (!twelve.matches("[0-9A-Z]{12}") || twelve.equals("000000000000")) {
            throw new IllegalArgumentException("No CNPJ has this root: " + twelve);
        }
        plain[12] = (byte) ('0' + checkDigit(plain, 12));
        plain[13] = (byte) ('0' + checkDigit(plain, 13));
        return new Cnpj(format(plain));
    }

    private static Document asItCame(byte[] bytes, int from, int to) {
        return new InvalidDocument(new String(bytes, from, to - from, UTF_8));
    }

    private static boolean hasRightCheckDigits(byte[] plain) {
        return !isAllZeros(plain)
                && checkDigit(plain, 12) == plain[12] - '0'
                && checkDigit(plain, 13) == plain[13] - '0';
    }

    private static boolean isAllZeros(byte[] plain) {
        for (byte b : plain) {
            if (b != '0') {
                return false;
            }
        }
        return true;
    }

    /// The check digit at this place, from the characters before it; weights run 2 to 9 from the right, over and
    /// over.
    private static int checkDigit(byte[] plain, int place) {
        int sum = 0;
        int weight = 2;
        for (int i = place - 1; i >= 0; i--) {
            sum += (plain[i] - '0') * weight;
            weight = weight == 9 ? 2 : weight + 1;
        }
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }

    private static String format(byte[] p) {
        byte[] text = {
            p[0], p[1], '.', p[2], p[3], p[4], '.', p[5], p[6], p[7], '/', p[8], p[9], p[10], p[11], '-', p[12], p[13]
        };
        return new String(text, ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cnpj cnpj && cnpj.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// Never the number itself, so that it cannot slip into a log.
    @Override
    public String toString() {
        return "Cnpj";
    }
}

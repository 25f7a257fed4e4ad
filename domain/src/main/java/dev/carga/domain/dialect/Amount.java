package dev.carga.domain.dialect;

import dev.carga.domain.Nullable;
import java.util.Locale;

/// An amount of money in a lenient notation, split into its sign and its number: currencies, signs and
/// parentheses are removed.
///
/// @param number digits, points, commas and group separators
/// @param group  the group separator if it is a blank or an apostrophe; 0 otherwise
record Amount(String number, boolean negative, char group) {

    private static final String[] CURRENCIES = {"R$", "BRL"};

    /// Parses a text that [FieldText#clean] prepared; null if it is not an amount. It may have one sign
    /// before or behind the number and one currency, `R$` or `BRL`. Parentheses mean a negative amount.
    static @Nullable Amount of(String text) {
        String rest = text;
        boolean signed = false;
        boolean negative = false;
        boolean currency = false;
        for (String before = ""; !before.equals(rest); ) {
            before = rest;
            String without = currency ? rest : withoutCurrency(rest);
            currency |= !without.equals(rest);
            rest = without.strip();
            if (!signed && rest.length() > 1) {
                char first = rest.charAt(0);
                char last = rest.charAt(rest.length() - 1);
                boolean parentheses = first == '(' && last == ')';
                boolean inFront = first == '-' || first == '+';
                boolean behind = last == '-' || last == '+';
                signed = parentheses || inFront || behind;
                negative = parentheses || (inFront ? first == '-' : last == '-');
                rest = rest.substring(
                                parentheses || inFront ? 1 : 0,
                                rest.length() - (parentheses || (behind && !inFront) ? 1 : 0))
                        .strip();
            }
        }
        return isNumber(rest) ? grouped(rest, signed && negative) : null;
    }

    private static String withoutCurrency(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        for (String name : CURRENCIES) {
            if (upper.startsWith(name)) {
                return text.substring(name.length());
            }
            if (upper.endsWith(name)) {
                return text.substring(0, text.length() - name.length());
            }
        }
        return text;
    }

    /// A first check of the characters; their order is checked when the number is read.
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != ',' && c != ' ' && !FieldText.isApostrophe(c)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static Amount grouped(String number, boolean negative) {
        StringBuilder plain = new StringBuilder(number);
        char group = 0;
        for (int i = 0; i < plain.length(); i++) {
            if (FieldText.isApostrophe(plain.charAt(i))) {
                plain.setCharAt(i, '\'');
            }
            if (plain.charAt(i) == ' ' || plain.charAt(i) == '\'') {
                group = plain.charAt(i);
            }
        }
        return new Amount(plain.toString(), negative, group);
    }
}

package dev.carga.bootstrap.endtoend;

import dev.carga.domain.Nullable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The rows that a file must give, by the documented rules (`docs/reference/lines.md`), with Strings and
/// without code of the domain. Slow, and meant to be obviously right.
public final class IndependentReading {

    private static final DateTimeFormatter ISO = strict("uuuu-MM-dd");
    private static final DateTimeFormatter BRAZILIAN = strict("dd/MM/uuuu");

    private static final Pattern BLANKS = Pattern.compile("[ \t\r]+");
    private static final Pattern DOCUMENT = Pattern.compile("[0-9A-Za-z]([./-]?[0-9A-Za-z])*");
    private static final Pattern PUNCTUATION = Pattern.compile("[./-]");
    private static final Pattern CPF = Pattern.compile("[0-9]{1,11}");
    private static final Pattern ONE_DIGIT = Pattern.compile("(.)\\1{10}");
    private static final Pattern CNPJ = Pattern.compile("[0-9A-Z]{12}[0-9]{2}");
    private static final Pattern MONEY = Pattern.compile("[+-]?([1-9][0-9]{0,2}([.][0-9]{3})+|[0-9]+)(,[0-9]+)?");

    private IndependentReading() {}

    /// A row as `cpf|private|…|line`, `-` for NULL; flags as t and f.
    static List<String> rows(byte[] file) {
        List<String> rows = new ArrayList<>();
        int number = 0;
        int from = 0;
        while (from < file.length) {
            int to = from;
            while (to < file.length && file[to] != '\n') {
                to++;
            }
            number++;
            String row = row(Arrays.copyOfRange(file, from, to), number);
            if (row != null) {
                rows.add(row);
            }
            from = to + 1;
        }
        return rows;
    }

    /// The row of one line; null if it gives none.
    ///
    /// @param bytes  without the line end
    /// @param number of the line, from 1
    public static @Nullable String row(byte[] bytes, long number) {
        String line;
        try {
            line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
        String[] fields = BLANKS.split(line.strip(), -1);
        if (line.indexOf(0) >= 0 || fields.length != 8 || fields[0].chars().noneMatch(Character::isDigit)) {
            return null;
        }
        if (fields[0].length() > 20 || fields[6].length() > 20 || fields[7].length() > 20) {
            return null;
        }
        return String.join(
                "|",
                cpfText(fields[0]),
                flag(fields[1]),
                flag(fields[2]),
                date(fields[3]),
                money(fields[4]),
                money(fields[5]),
                cnpjText(fields[6]),
                cnpjText(fields[7]),
                isCpf(fields[0]) ? "t" : "f",
                validity(fields[6]),
                validity(fields[7]),
                String.valueOf(number));
    }

    /// The row after an update by a line: an unreadable value does not replace the earlier one. Null if the
    /// line gives no row.
    public static @Nullable String rowOver(String earlier, byte[] bytes, long number) {
        String row = row(bytes, number);
        if (row == null) {
            return null;
        }
        String[] fields = BLANKS.split(new String(bytes, StandardCharsets.UTF_8).strip(), -1);
        String[] values = row.split("[|]", -1);
        String[] before = earlier.split("[|]", -1);
        for (int i = 1; i < fields.length; i++) {
            boolean store = i == 6 || i == 7;
            if (store ? validity(fields[i]).equals("f") : values[i].equals("-") && !isNull(fields[i])) {
                values[i] = before[i];
                if (store) {
                    values[i + 3] = before[i + 3];
                }
            }
        }
        return String.join("|", values);
    }

    private static String plain(String text) {
        return DOCUMENT.matcher(text).matches()
                ? PUNCTUATION.matcher(text).replaceAll("").toUpperCase(Locale.ROOT)
                : "";
    }

    private static boolean isCpf(String text) {
        String digits = plain(text);
        if (!CPF.matcher(digits).matches()) {
            return false;
        }
        digits = "0".repeat(11 - digits.length()) + digits;
        return !ONE_DIGIT.matcher(digits).matches()
                && checkDigit(digits.substring(0, 9), 2, 99) == digits.charAt(9) - '0'
                && checkDigit(digits.substring(0, 10), 2, 99) == digits.charAt(10) - '0';
    }

    private static boolean isCnpj(String text) {
        String plain = plain(text);
        return CNPJ.matcher(plain).matches()
                && !plain.matches("0{14}")
                && checkDigit(plain.substring(0, 12), 2, 9) == plain.charAt(12) - '0'
                && checkDigit(plain.substring(0, 13), 2, 9) == plain.charAt(13) - '0';
    }

    private static int checkDigit(String text, int lowest, int highest) {
        int sum = 0;
        int weight = lowest;
        for (int i = text.length() - 1; i >= 0; i--) {
            sum += (text.charAt(i) - 48) * weight;
            weight = weight == highest ? lowest : weight + 1;
        }
        return sum % 11 < 2 ? 0 : 11 - sum % 11;
    }

    private static String cpfText(String text) {
        String digits = plain(text);
        if (!isCpf(text) && !(digits.length() == 11 && CPF.matcher(digits).matches())) {
            return text;
        }
        digits = "0".repeat(11 - digits.length()) + digits;
        return digits.replaceAll("(...)(...)(...)(..)", "$1.$2.$3-$4");
    }

    private static String cnpjText(String text) {
        if (isNull(text)) {
            return "-";
        }
        String plain = plain(text);
        return CNPJ.matcher(plain).matches() ? plain.replaceAll("(..)(...)(...)(....)(..)", "$1.$2.$3/$4-$5") : text;
    }

    private static String validity(String text) {
        return isNull(text) ? "-" : isCnpj(text) ? "t" : "f";
    }

    private static boolean isNull(String text) {
        return text.equalsIgnoreCase("NULL");
    }

    private static String flag(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "0", "N" -> "f";
            case "1", "S" -> "t";
            default -> "-";
        };
    }

    private static String date(String text) {
        if (isNull(text)) {
            return "-";
        }
        for (DateTimeFormatter format : List.of(ISO, BRAZILIAN)) {
            try {
                return LocalDate.parse(text, format).toString();
            } catch (DateTimeParseException _) {
                // Try the next format.
            }
        }
        return "-";
    }

    private static String money(String written) {
        String text = written.startsWith("R$") ? written.substring(2) : written;
        if (!MONEY.matcher(text).matches() || text.replaceAll("[^0-9]", "").length() > 38) {
            return "-";
        }
        return new BigDecimal(text.replace(".", "").replace(',', '.')).toPlainString();
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}

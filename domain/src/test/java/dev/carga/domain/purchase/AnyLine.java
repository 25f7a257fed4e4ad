package dev.carga.domain.purchase;

import static dev.carga.domain.SeededCases.oneOf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Random lines, valid and with every kind of error, with every kind of gap and line end.
final class AnyLine {

    private AnyLine() {}

    static byte[] of(RandomGenerator random) {
        List<String> columns = new ArrayList<>(List.of(
                document(random, cpf(random)),
                flag(random),
                flag(random),
                date(random),
                decimal(random),
                decimal(random),
                document(random, cnpj(random)),
                document(random, cnpj(random))));
        if (random.nextInt(20) == 0) {
            columns.remove(random.nextInt(8));
        }
        if (random.nextInt(20) == 0) {
            columns.add(oneOf(random, "NULL", "x", "\r", "0"));
        }
        if (random.nextInt(30) == 0) {
            columns.clear();
        }
        StringBuilder line = new StringBuilder(random.nextInt(10) == 0 ? gap(random) : "");
        for (String column : columns) {
            line.append(column).append(gap(random));
        }
        line.append(oneOf(random, "", "\n", "\r\n", " \r\n", "\t"));
        return corrupt(random, line.toString().getBytes(UTF_8));
    }

    /// Replaces one byte of some lines: NUL bytes, malformed sequences, wrong digits.
    private static byte[] corrupt(RandomGenerator random, byte[] line) {
        if (line.length > 0 && random.nextInt(8) == 0) {
            line[random.nextInt(line.length)] =
                    oneOf(random, (byte) 0, (byte) 0xE9, (byte) ' ', (byte) '\r', (byte) random.nextInt(256));
        }
        return line;
    }

    private static String gap(RandomGenerator random) {
        return oneOf(random, " ", "  ", "\t", " \t ", " ".repeat(random.nextInt(1, 24)));
    }

    private static String document(RandomGenerator random, String valid) {
        char[] changed = valid.toCharArray();
        changed[random.nextInt(changed.length)] = oneOf(random, '0', '7', '-', 'K', 'é', '.');
        return switch (random.nextInt(12)) {
            case 0 -> "NULL";
            case 1 -> new String(changed);
            case 2 -> valid.toLowerCase(Locale.ROOT);
            case 3 -> valid.replaceFirst("^[0.]*", "");
            case 4, 5 -> valid.replaceAll("[./-]", "");
            case 6 -> oneOf(random, "é", "9", "漢", "😀").repeat(random.nextInt(19, 23));
            case 7 -> Integer.toString(random.nextInt(10)).repeat(random.nextInt(10, 16));
            default -> valid;
        };
    }

    private static String cpf(RandomGenerator random) {
        return Cpf.ofRoot(1 + random.nextInt(oneOf(random, 100, 100_000_000))).text();
    }

    private static String cnpj(RandomGenerator random) {
        String root = Long.toString(random.nextLong(1, 1L << 61), oneOf(random, 10, 36))
                .toUpperCase(Locale.ROOT);
        return Cnpj.ofRoot(("000000000001" + root).substring(root.length())).text();
    }

    private static String flag(RandomGenerator random) {
        return random.nextInt(10) > 0 ? oneOf(random, "0", "1") : oneOf(random, "NULL", "null", "2", "01", "S", "-");
    }

    private static String date(RandomGenerator random) {
        int year = random.nextInt(oneOf(random, 3, 2100));
        int month = random.nextInt(random.nextInt(5) == 0 ? 14 : 12) + 1;
        int day = random.nextInt(32) + 1;
        return switch (random.nextInt(8)) {
            case 0, 1 -> oneOf(random, "NULL", "nUlL");
            case 2 -> String.format(Locale.ROOT, "%02d/%02d/%04d", day, month, year);
            case 3 -> oneOf(random, "0000-00-00", "2011-02-29", "2012-02-29", "ontem", "2011/11/23", "23-11-2011");
            default -> String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
        };
    }

    private static String decimal(RandomGenerator random) {
        long cents = random.nextLong(oneOf(random, 100L, 100_000L, Long.MAX_VALUE));
        String grouped = String.format(Locale.ROOT, "%,d", cents / 100).replace(',', '.');
        String fraction = String.format(Locale.ROOT, ",%02d", cents % 100);
        return switch (random.nextInt(10)) {
            case 0, 1 -> "NULL";
            case 2 -> cents + fraction;
            case 3 -> oneOf(random, "0", "0,00", "0.59", "1,2,3", "1.23,4", "-", ",", "R$1", "1e9", "+1,5", "-0,01");
            default -> grouped + fraction;
        };
    }
}

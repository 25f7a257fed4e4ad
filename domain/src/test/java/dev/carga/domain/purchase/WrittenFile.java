package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Separator;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/// Random purchases and the lines of a file in which they are written in a random dialect.
final class WrittenFile {

    private static final List<List<String>> FLAG_WORDS = List.of(
            List.of("0", "1"),
            List.of("false", "true"),
            List.of("Não", "Sim"),
            List.of("N", "S"),
            List.of("F", "V"),
            List.of("0.0", "1.0"));
    private static final List<String> DATES = List.of(
            "uuuu-MM-dd",
            "dd/MM/uuuu",
            "MM/dd/uuuu",
            "uuuuMMdd",
            "dd-MM-uuuu",
            "dd/MM/uuuu HH:mm",
            "uuuu-MM-dd'T'HH:mm:ss'Z'");

    final Random random;
    final Separator separator;
    final boolean comma;
    final boolean grouped;
    final boolean header;
    final boolean separatorAtEnd;
    final List<Column> order;
    final List<Purchase> originals = new ArrayList<>();

    /// The fields of each line, in the order of the file.
    final List<List<String>> rows = new ArrayList<>();

    private final boolean fixedDecimals;
    private final List<String> flags;
    private final DateTimeFormatter dates;
    private final String nullWord;
    private final int cpfForm;

    WrittenFile(long seed) {
        random = new Random(seed);
        separator = Separator.values()[random.nextInt(Separator.values().length)];
        comma = random.nextBoolean();
        grouped = random.nextBoolean();
        fixedDecimals = random.nextInt(3) > 0;
        header = random.nextInt(4) > 0;
        separatorAtEnd = separator != Separator.BLANKS && random.nextInt(5) == 0;
        order = new ArrayList<>(Column.ALL);
        if (header) {
            Collections.shuffle(order, random);
        }
        flags = FLAG_WORDS.get(random.nextInt(FLAG_WORDS.size()));
        boolean blanks = separator == Separator.BLANKS;
        dates = DateTimeFormatter.ofPattern(DATES.get(random.nextInt(blanks ? DATES.size() - 2 : DATES.size())));
        nullWord = List.of("NULL", "\\N", "N/A", blanks ? "NULL" : "").get(random.nextInt(4));
        cpfForm = random.nextInt(4);
        for (int line = 0; line < 60; line++) {
            Purchase purchase = purchase(line + (header ? 2 : 1));
            originals.add(purchase);
            rows.add(order.stream().map(column -> written(purchase, column)).collect(Collectors.toList()));
        }
    }

    private Purchase purchase(int line) {
        return new Purchase(
                line,
                Cpf.ofRoot(1_000 + random.nextInt(900) * 1_000_003 + line),
                random.nextInt(10) == 0 ? null : random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(6) == 0 ? null : LocalDate.of(2010, 1, 1).plusDays(random.nextInt(5000)),
                amount(),
                amount(),
                random.nextInt(6) == 0 ? null : store(),
                store());
    }

    private @Nullable BigDecimal amount() {
        if (random.nextInt(8) == 0) {
            return null;
        }
        int scale = fixedDecimals ? 2 : random.nextInt(4);
        return BigDecimal.valueOf(random.nextInt(random.nextBoolean() ? 99_999 : 99_999_999), scale);
    }

    private Cnpj store() {
        return Cnpj.ofRoot(String.format(Locale.ROOT, "%08d0001", random.nextInt(99_999_999) + 1));
    }

    private String written(Purchase purchase, Column column) {
        return switch (column) {
            case CPF -> cpf(purchase.cpf().text());
            case PRIVATE -> flag(purchase.isPrivate());
            case INCOMPLETO -> flag(purchase.incompleto());
            case DATA_ULTIMA_COMPRA -> {
                LocalDate date = purchase.dataUltimaCompra();
                yield date == null ? nullWord : dates.format(date.atStartOfDay());
            }
            case TICKET_MEDIO -> number(purchase.ticketMedio());
            case TICKET_ULTIMA_COMPRA -> number(purchase.ticketUltimaCompra());
            case LOJA_MAIS_FREQUENTE ->
                purchase.lojaMaisFrequente() == null
                        ? nullWord
                        : purchase.lojaMaisFrequente().text();
            case LOJA_ULTIMA_COMPRA ->
                purchase.lojaUltimaCompra() == null
                        ? nullWord
                        : purchase.lojaUltimaCompra().text();
        };
    }

    private String cpf(String text) {
        String digits = text.replaceAll("[.-]", "");
        return switch (cpfForm) {
            case 0 -> digits;
            case 1 -> digits.replaceFirst("^0+", "");
            case 2 -> digits.substring(0, 9) + "-" + digits.substring(9);
            default -> text;
        };
    }

    private String flag(@Nullable Boolean flag) {
        return flag == null ? nullWord : flags.get(flag ? 1 : 0);
    }

    private String number(@Nullable BigDecimal number) {
        if (number == null) {
            return nullWord;
        }
        String pattern = (grouped ? "%,." : "%.") + number.scale() + "f";
        String english = String.format(Locale.ROOT, pattern, number);
        return comma ? english.replace(',', '_').replace('.', ',').replace('_', '.') : english;
    }

    /// The line with these fields.
    String line(List<String> fields) {
        if (separator == Separator.BLANKS) {
            return fields.stream().map(field -> String.format("%-26s", field)).collect(Collectors.joining());
        }
        String mark = String.valueOf(separator.character());
        return fields.stream()
                        .map(field -> field.contains(mark) ? '"' + field + '"' : field)
                        .collect(Collectors.joining(mark))
                + (separatorAtEnd ? mark : "");
    }

    String headerLine() {
        return line(order.stream().map(Column::key).toList());
    }

    /// The lines of the whole file, undamaged.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (header) {
            lines.add(headerLine());
        }
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }
}

package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// The rules of a line once more, written from the rules alone with Strings and patterns, for slowness and for
/// being right at a glance: what [PurchaseLineParser] is held against. It shares no code with it.
final class NaiveLine {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter BRAZILIAN =
            DateTimeFormatter.ofPattern("dd/MM/uuuu").withResolverStyle(ResolverStyle.STRICT);

    private final Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);

    private NaiveLine() {}

    /// What becomes of the line, in words.
    static String read(byte[] line, int maxLineBytes) {
        String bytes = new String(line, ISO_8859_1).replaceFirst("[ \t\r\n]+\\z", "");
        if (bytes.isEmpty()) {
            return "blank";
        }
        if (bytes.length() > maxLineBytes) {
            return "rejected LINE_TOO_LONG";
        }
        if (bytes.indexOf('\0') >= 0) {
            return "rejected NUL_BYTE";
        }
        String text;
        try {
            text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return "rejected INVALID_ENCODING";
        }
        String[] columns = text.replaceFirst("\\A[ \t]+", "").split("[ \t]+");
        if (columns.length != 8) {
            return "rejected WRONG_COLUMNS";
        }
        if (isNull(columns[0])) {
            return "rejected MISSING_CPF";
        }
        for (int document : List.of(0, 6, 7)) {
            if (columns[document].codePoints().count() > 20) {
                return "rejected VALUE_TOO_LONG";
            }
        }
        return new NaiveLine().row(columns);
    }

    /// The same words for what the parser said.
    static String inWords(LineResult result) {
        return switch (result) {
            case LineResult.Blank _ -> "blank";
            case LineResult.Rejected(Rejection reason) -> "rejected " + reason;
            case LineResult.Row(Purchase p, Set<Flaw> flaws) -> {
                List<String> values = new ArrayList<>();
                values.add(p.cpf().text());
                values.add(String.valueOf(p.isPrivate()));
                values.add(String.valueOf(p.incompleto()));
                values.add(String.valueOf(p.dataUltimaCompra()));
                values.add(String.valueOf(p.ticketMedio()));
                values.add(String.valueOf(p.ticketUltimaCompra()));
                values.add(text(p.lojaMaisFrequente()));
                values.add(text(p.lojaUltimaCompra()));
                yield "row " + values + " flaws " + flaws;
            }
        };
    }

    private static String text(@Nullable Document document) {
        return document == null ? "null" : document.text();
    }

    private String row(String[] columns) {
        List<String> values = new ArrayList<>();
        values.add(document(columns[0], cpf(columns[0]), Flaw.INVALID_CPF));
        values.add(value(columns[1], NaiveLine::flag, Flaw.INVALID_PRIVATE));
        values.add(value(columns[2], NaiveLine::flag, Flaw.INVALID_INCOMPLETO));
        values.add(value(columns[3], NaiveLine::date, Flaw.INVALID_DATE));
        values.add(value(columns[4], NaiveLine::decimal, Flaw.INVALID_TICKET_MEDIO));
        values.add(value(columns[5], NaiveLine::decimal, Flaw.INVALID_TICKET_ULTIMA_COMPRA));
        values.add(document(columns[6], cnpj(columns[6]), Flaw.INVALID_LOJA_MAIS_FREQUENTE));
        values.add(document(columns[7], cnpj(columns[7]), Flaw.INVALID_LOJA_ULTIMA_COMPRA));
        return "row " + values + " flaws " + flaws;
    }

    private String value(String field, Function<String, @Nullable Object> reader, Flaw flaw) {
        if (isNull(field)) {
            return "null";
        }
        Object value = reader.apply(field);
        if (value == null) {
            flaws.add(flaw);
        }
        return String.valueOf(value);
    }

    private String document(String field, Verdict verdict, Flaw flaw) {
        if (isNull(field)) {
            return "null";
        }
        if (!verdict.valid) {
            flaws.add(flaw);
        }
        return verdict.text;
    }

    private static boolean isNull(String field) {
        return field.toUpperCase(Locale.ROOT).equals("NULL");
    }

    private static @Nullable Boolean flag(String field) {
        return field.matches("[01]") ? field.equals("1") : null;
    }

    static @Nullable LocalDate date(String field) {
        try {
            LocalDate date = null;
            if (field.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                date = LocalDate.parse(field, ISO);
            } else if (field.matches("[0-9]{2}/[0-9]{2}/[0-9]{4}")) {
                date = LocalDate.parse(field, BRAZILIAN);
            }
            return date == null || date.getYear() == 0 ? null : date;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static @Nullable BigDecimal decimal(String field) {
        if (!field.matches("[+-]?([0-9]++|[0-9]{1,3}+(\\.[0-9]{3})++)(,[0-9]++)?")) {
            return null;
        }
        boolean tooLong = field.replaceAll("[^0-9]", "").length() > 38;
        return tooLong ? null : new BigDecimal(field.replace(".", "").replace(',', '.'));
    }

    private record Verdict(boolean valid, String text) {}

    private static Verdict cpf(String field) {
        String digits = field.replaceAll("[./-]", "");
        if (!field.matches("[0-9]([./-]?[0-9])*") || digits.length() > 11) {
            return new Verdict(false, field);
        }
        String eleven = "0".repeat(11 - digits.length()) + digits;
        boolean valid = !eleven.matches("(.)\\1{10}")
                && eleven.charAt(9) == checkDigit(eleven.substring(0, 9), "A98765432")
                && eleven.charAt(10) == checkDigit(eleven.substring(0, 10), "BA98765432");
        String canonical = eleven.replaceFirst("(...)(...)(...)(..)", "$1.$2.$3-$4");
        return new Verdict(valid, valid || digits.length() == 11 ? canonical : field);
    }

    private static Verdict cnpj(String field) {
        String plain = field.replaceAll("[./-]", "").toUpperCase(Locale.ROOT);
        if (!field.matches("[0-9A-Za-z]([./-]?[0-9A-Za-z])*") || !plain.matches("[0-9A-Z]{12}[0-9]{2}")) {
            return new Verdict(false, field);
        }
        boolean valid = !plain.matches("0+")
                && plain.charAt(12) == checkDigit(plain.substring(0, 12), "543298765432")
                && plain.charAt(13) == checkDigit(plain.substring(0, 13), "6543298765432");
        return new Verdict(valid, plain.replaceFirst("(..)(...)(...)(....)(..)", "$1.$2.$3/$4-$5"));
    }

    /// A character of the document and its weight, in hexadecimal, stand at the same place.
    private static char checkDigit(String characters, String weights) {
        int sum = 0;
        for (int i = 0; i < weights.length(); i++) {
            sum += (characters.charAt(i) - 48) * Character.digit(weights.charAt(i), 16);
        }
        return (char) ('0' + (sum % 11 < 2 ? 0 : 11 - sum % 11));
    }
}

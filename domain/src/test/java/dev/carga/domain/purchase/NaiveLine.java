package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.Dates;
import dev.carga.domain.dialect.Decimals;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.dialect.NumberStyle;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A second implementation of the rules of a line, with Strings and patterns, slow and obviously right. The
/// results of [PurchaseLineParser] are compared with it. It shares only the readers of single fields with the
/// parser, which have tests of their own.
final class NaiveLine {

    private final Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);

    private NaiveLine() {}

    /// The result of a line, as a text.
    static String read(byte[] line, int maxLineBytes) {
        String withoutEnd = new String(line, ISO_8859_1).replaceFirst("[ \t\r\n\f\u000B\u001A]+\\z", "");
        String bytes = withoutEnd.replaceFirst("\\A(?:[ \t]*(?:[\r\n\f\u000B\u001A]|\u00EF\u00BB\u00BF))+", "");
        if (bytes.matches("[ \\t\\r\\n\\f\\u000B\\u001A]*")) {
            return "blank";
        }
        if (withoutEnd.length() > maxLineBytes) {
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
        if (columns.length != 8 || hasValueWithABlank(text.replaceFirst("\\A[ \t]+", ""))) {
            return "rejected WRONG_COLUMNS";
        }
        if (isNull(columns[0])) {
            return "rejected MISSING_CPF";
        }
        Document cpf = cpf(columns[0]);
        if (cpf.damage() == Document.Damage.DIGITS_LOST) {
            return "rejected CPF_DIGITS_LOST";
        }
        byte[] utf8 = columns[0].getBytes(UTF_8);
        if (!cpf.isValid() && Cpf.isText(utf8, 0, utf8.length)) {
            return "rejected TEXT_INSTEAD_OF_CPF";
        }
        if (isTooLong(cpf)) {
            return "rejected VALUE_TOO_LONG";
        }
        if (isDocument(columns[4]) || isDocument(columns[5])) {
            return "rejected WRONG_COLUMNS";
        }
        if ((!isNull(columns[6]) && isTooLong(cnpj(columns[6])))
                || (!isNull(columns[7]) && isTooLong(cnpj(columns[7])))) {
            return "rejected VALUE_TOO_LONG";
        }
        return new NaiveLine().row(columns);
    }

    private static boolean hasValueWithABlank(String line) {
        return Pattern.compile("[^ \t][ \t]{2,}[^ \t]").matcher(line).find()
                && Pattern.compile("(?:^|[ \t])(?:(?i:R\\$|BRL)[ \t][^ \t]"
                                + "|[^ \t]+[ \t][0-9]{1,2}:[0-9]{2}"
                                + "|[-+(]?(?:R\\$)?[1-9][0-9]{0,2}[ \t][0-9]{3}(?:[.,)-][^ \t]*)?(?=[ \t]|$))")
                        .matcher(line)
                        .find();
    }

    /// Whether a ticket field holds a document.
    private static boolean isDocument(String field) {
        @Nullable BigDecimal ticket = isNull(field) ? BigDecimal.ZERO : decimal(field);
        boolean possible = ticket == null
                ? field.getBytes(UTF_8).length >= 14
                : ticket.precision() >= 11 && field.matches("[0-9]+");
        return possible && (cnpj(field).isValid() || cpf(field).isValid());
    }

    private static boolean isTooLong(Document document) {
        return document.text().codePoints().count() > 20;
    }

    /// The result of the parser, in the form of [#read(byte[], int)].
    static String describe(LineResult result) {
        return switch (result) {
            case LineResult.Blank _ -> "blank";
            case LineResult.Rejected(Rejection reason) -> "rejected " + reason;
            case LineResult.Row(Purchase p, Set<Flaw> flaws, int _) -> {
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
        values.add(cnpj(columns[6], Flaw.INVALID_LOJA_MAIS_FREQUENTE, Flaw.LOJA_MAIS_FREQUENTE_DIGITS_LOST));
        values.add(cnpj(columns[7], Flaw.INVALID_LOJA_ULTIMA_COMPRA, Flaw.LOJA_ULTIMA_COMPRA_DIGITS_LOST));
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

    private String document(String field, Document document, Flaw flaw) {
        if (isNull(field)) {
            return "null";
        }
        if (!document.isValid()) {
            flaws.add(flaw);
        }
        return document.text();
    }

    private String cnpj(String field, Flaw invalid, Flaw lost) {
        Document cnpj = cnpj(field);
        return document(field, cnpj, cnpj.damage() == Document.Damage.DIGITS_LOST ? lost : invalid);
    }

    private static boolean isNull(String field) {
        byte[] utf8 = field.getBytes(UTF_8);
        return Dialect.PT_BR.nulls().contains(utf8, 0, utf8.length);
    }

    private static @Nullable Boolean flag(String field) {
        byte[] utf8 = field.getBytes(UTF_8);
        return Dialect.PT_BR.booleans().read(utf8, 0, utf8.length);
    }

    private static @Nullable LocalDate date(String field) {
        byte[] utf8 = field.getBytes(UTF_8);
        return Dates.read(utf8, 0, utf8.length, DateStyle.DAY_FIRST, 9999);
    }

    private static @Nullable BigDecimal decimal(String field) {
        byte[] utf8 = field.getBytes(UTF_8);
        return Decimals.read(utf8, 0, utf8.length, NumberStyle.PT_BR);
    }

    private static Document cpf(String field) {
        return Cpf.read(field);
    }

    private static Document cnpj(String field) {
        return Cnpj.read(field);
    }
}

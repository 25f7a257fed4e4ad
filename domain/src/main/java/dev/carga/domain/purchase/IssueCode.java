package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import java.util.Optional;

/// What is wrong with a line, under a stable name.
public enum IssueCode {
    LINE_TOO_LONG("line_too_long", null),
    NUL_BYTE("nul_byte", null),
    INVALID_ENCODING("invalid_encoding", null),
    WRONG_COLUMNS("wrong_columns", null),
    MISSING_CPF("missing_cpf", Column.CPF),
    /// The [LineIssue] names the column.
    VALUE_TOO_LONG("value_too_long", null),
    /// Text in place of a CPF, such as a title, `TOTAL` or dashes.
    TEXT_INSTEAD_OF_CPF("text_instead_of_cpf", Column.CPF),
    /// A spreadsheet wrote `1,23457E+10`, from which the CPF cannot be restored.
    CPF_DIGITS_LOST("cpf_digits_lost", Column.CPF),
    /// The line is below a repeated header that does not name the columns of the file.
    UNKNOWN_HEADER("unknown_header", null),
    /// Under [UnreadablePolicy#REJECT]. The [LineIssue] names the column.
    UNREADABLE_VALUE("unreadable_value", null),
    INVALID_CPF("invalid_cpf", Column.CPF),
    INVALID_PRIVATE("invalid_private", Column.PRIVATE),
    INVALID_INCOMPLETO("invalid_incompleto", Column.INCOMPLETO),
    INVALID_DATE("invalid_date", Column.DATA_ULTIMA_COMPRA),
    DATE_OUT_OF_RANGE("date_out_of_range", Column.DATA_ULTIMA_COMPRA),
    AMBIGUOUS_DATE("ambiguous_date", Column.DATA_ULTIMA_COMPRA),
    INVALID_TICKET_MEDIO("invalid_ticket_medio", Column.TICKET_MEDIO),
    INVALID_TICKET_ULTIMA_COMPRA("invalid_ticket_ultima_compra", Column.TICKET_ULTIMA_COMPRA),
    AMBIGUOUS_TICKET_MEDIO("ambiguous_ticket_medio", Column.TICKET_MEDIO),
    AMBIGUOUS_TICKET_ULTIMA_COMPRA("ambiguous_ticket_ultima_compra", Column.TICKET_ULTIMA_COMPRA),
    INVALID_LOJA_MAIS_FREQUENTE("invalid_loja_mais_frequente", Column.LOJA_MAIS_FREQUENTE),
    INVALID_LOJA_ULTIMA_COMPRA("invalid_loja_ultima_compra", Column.LOJA_ULTIMA_COMPRA),
    LOJA_MAIS_FREQUENTE_DIGITS_LOST("loja_mais_frequente_digits_lost", Column.LOJA_MAIS_FREQUENTE),
    LOJA_ULTIMA_COMPRA_DIGITS_LOST("loja_ultima_compra_digits_lost", Column.LOJA_ULTIMA_COMPRA),
    /// Skipped under [dev.carga.domain.upload.DuplicatePolicy#SKIP].
    DUPLICATE_CPF("duplicate_cpf", Column.CPF);

    private final String key;
    private final @Nullable Column column;

    IssueCode(String key, @Nullable Column column) {
        this.key = key;
        this.column = column;
    }

    /// The stable name in JSON and in the database.
    public String key() {
        return key;
    }

    /// The column that the code always refers to; null if it concerns the whole line, or any column.
    public @Nullable Column column() {
        return column;
    }

    /// The code with this [#key()].
    public static Optional<IssueCode> parse(String key) {
        for (IssueCode code : values()) {
            if (code.key.equals(key)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}

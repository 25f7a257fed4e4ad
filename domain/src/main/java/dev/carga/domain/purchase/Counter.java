package dev.carga.domain.purchase;

/// The counters of a part. The first seven have the predecessor's names. Flaws are counted for every line
/// that is read as a row, also if the line is skipped as a duplicate.
public enum Counter {
    /// Lines that are neither blank nor the header.
    TOTAL_ROWS("total_rows"),
    TOTAL_ADDED("total_added"),
    WRONG_COLUMNS("wrong_columns_count"),
    INVALID_CPF("invalid_cpf_count"),
    INVALID_DATE("invalid_date"),
    INVALID_LOJA_MAIS_FREQUENTE("invalid_loja_mais_frequente"),
    INVALID_LOJA_ULTIMA_COMPRA("invalid_loja_ultima_compra"),

    /// Lines whose CPF was already in the table, or on another line of the file, under the policy `update`:
    /// each line replaced the row, or would have if the file had been loaded from top to bottom.
    TOTAL_UPDATED("total_updated"),
    /// Lines that gave no row: the sum of the counters of all [Rejection]s.
    TOTAL_REJECTED("total_rejected"),
    /// Lines skipped because their CPF was already in the table, or on an earlier line of the file: the
    /// policy `skip`.
    DUPLICATES("duplicate_count"),
    LINE_TOO_LONG("line_too_long_count"),
    NUL_BYTE("nul_byte_count"),
    INVALID_ENCODING("invalid_encoding_count"),
    MISSING_CPF("missing_cpf_count"),
    VALUE_TOO_LONG("value_too_long_count"),
    INVALID_PRIVATE("invalid_private"),
    INVALID_INCOMPLETO("invalid_incompleto"),
    INVALID_TICKET_MEDIO("invalid_ticket_medio"),
    INVALID_TICKET_ULTIMA_COMPRA("invalid_ticket_ultima_compra"),

    /// Lines that gave a row, or were skipped as duplicates, and have at least one [Flaw].
    TOTAL_FLAWED("total_flawed"),
    /// CPFs and CNPJs that a spreadsheet changed without losing a digit, and that were restored: leading
    /// zeros were missing, or `.0` was added.
    RESTORED_VALUES("restored_values_count"),
    /// Headers below the first one, which are skipped; not included in [#TOTAL_ROWS].
    REPEATED_HEADERS("repeated_headers_count"),
    TEXT_INSTEAD_OF_CPF("text_instead_of_cpf_count"),
    CPF_DIGITS_LOST("cpf_digits_lost_count"),
    UNKNOWN_HEADER("unknown_header_count"),
    UNREADABLE_VALUE("unreadable_value_count"),
    DATE_OUT_OF_RANGE("date_out_of_range"),
    AMBIGUOUS_DATE("ambiguous_date"),
    AMBIGUOUS_TICKET_MEDIO("ambiguous_ticket_medio"),
    AMBIGUOUS_TICKET_ULTIMA_COMPRA("ambiguous_ticket_ultima_compra"),
    LOJA_MAIS_FREQUENTE_DIGITS_LOST("loja_mais_frequente_digits_lost"),
    LOJA_ULTIMA_COMPRA_DIGITS_LOST("loja_ultima_compra_digits_lost");

    private final String key;

    Counter(String key) {
        this.key = key;
    }

    /// The stable name in JSON and in the database.
    public String key() {
        return key;
    }
}

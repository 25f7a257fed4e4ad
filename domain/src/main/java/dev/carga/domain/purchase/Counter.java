package dev.carga.domain.purchase;

/// What is counted of every part, under the names that the status shows. The first seven are the predecessor's.
/// Flaws are counted for every line that is read as a row, also for one that is left out as a duplicate.
public enum Counter {
    /// Lines that are neither blank nor the header.
    TOTAL_ROWS("total_rows"),
    TOTAL_ADDED("total_added"),
    WRONG_COLUMNS("wrong_columns_count"),
    INVALID_CPF("invalid_cpf_count"),
    INVALID_DATE("invalid_date"),
    INVALID_LOJA_MAIS_FREQUENTE("invalid_loja_mais_frequente"),
    INVALID_LOJA_ULTIMA_COMPRA("invalid_loja_ultima_compra"),

    /// Lines whose CPF was there already, or on another line of the file, under the policy `update`: each replaced the
    /// row, or would have if the file had been read from top to bottom.
    TOTAL_UPDATED("total_updated"),
    /// Lines that gave no row: the sum of the classes of [Rejection].
    TOTAL_REJECTED("total_rejected"),
    /// Lines left out because their CPF was there already, or on an earlier line of the file: the policy `skip`.
    DUPLICATES("duplicate_count"),
    LINE_TOO_LONG("line_too_long_count"),
    NUL_BYTE("nul_byte_count"),
    INVALID_ENCODING("invalid_encoding_count"),
    MISSING_CPF("missing_cpf_count"),
    VALUE_TOO_LONG("value_too_long_count"),
    INVALID_PRIVATE("invalid_private"),
    INVALID_INCOMPLETO("invalid_incompleto"),
    INVALID_TICKET_MEDIO("invalid_ticket_medio"),
    INVALID_TICKET_ULTIMA_COMPRA("invalid_ticket_ultima_compra");

    private final String key;

    Counter(String key) {
        this.key = key;
    }

    /// The stable name in JSON and in the database.
    public String key() {
        return key;
    }
}

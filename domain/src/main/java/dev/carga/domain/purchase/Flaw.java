package dev.carga.domain.purchase;

/// An error in a line that still gives a row: the column is stored as NULL, or its document is marked
/// invalid.
public enum Flaw {
    INVALID_CPF(Counter.INVALID_CPF, IssueCode.INVALID_CPF),
    INVALID_PRIVATE(Counter.INVALID_PRIVATE, IssueCode.INVALID_PRIVATE),
    INVALID_INCOMPLETO(Counter.INVALID_INCOMPLETO, IssueCode.INVALID_INCOMPLETO),
    INVALID_DATE(Counter.INVALID_DATE, IssueCode.INVALID_DATE),
    INVALID_TICKET_MEDIO(Counter.INVALID_TICKET_MEDIO, IssueCode.INVALID_TICKET_MEDIO),
    INVALID_TICKET_ULTIMA_COMPRA(Counter.INVALID_TICKET_ULTIMA_COMPRA, IssueCode.INVALID_TICKET_ULTIMA_COMPRA),
    INVALID_LOJA_MAIS_FREQUENTE(Counter.INVALID_LOJA_MAIS_FREQUENTE, IssueCode.INVALID_LOJA_MAIS_FREQUENTE),
    INVALID_LOJA_ULTIMA_COMPRA(Counter.INVALID_LOJA_ULTIMA_COMPRA, IssueCode.INVALID_LOJA_ULTIMA_COMPRA),
    DATE_OUT_OF_RANGE(Counter.DATE_OUT_OF_RANGE, IssueCode.DATE_OUT_OF_RANGE),
    AMBIGUOUS_DATE(Counter.AMBIGUOUS_DATE, IssueCode.AMBIGUOUS_DATE),
    AMBIGUOUS_TICKET_MEDIO(Counter.AMBIGUOUS_TICKET_MEDIO, IssueCode.AMBIGUOUS_TICKET_MEDIO),
    AMBIGUOUS_TICKET_ULTIMA_COMPRA(Counter.AMBIGUOUS_TICKET_ULTIMA_COMPRA, IssueCode.AMBIGUOUS_TICKET_ULTIMA_COMPRA),
    LOJA_MAIS_FREQUENTE_DIGITS_LOST(Counter.LOJA_MAIS_FREQUENTE_DIGITS_LOST, IssueCode.LOJA_MAIS_FREQUENTE_DIGITS_LOST),
    LOJA_ULTIMA_COMPRA_DIGITS_LOST(Counter.LOJA_ULTIMA_COMPRA_DIGITS_LOST, IssueCode.LOJA_ULTIMA_COMPRA_DIGITS_LOST);

    private final Counter counter;
    private final IssueCode issue;

    Flaw(Counter counter, IssueCode issue) {
        this.counter = counter;
        this.issue = issue;
    }

    /// Whether the flaw is in a flag, a date or a ticket, whose column is then NULL.
    public boolean isUnreadable() {
        return switch (this) {
            case INVALID_PRIVATE,
                    INVALID_INCOMPLETO,
                    INVALID_DATE,
                    DATE_OUT_OF_RANGE,
                    AMBIGUOUS_DATE,
                    INVALID_TICKET_MEDIO,
                    INVALID_TICKET_ULTIMA_COMPRA,
                    AMBIGUOUS_TICKET_MEDIO,
                    AMBIGUOUS_TICKET_ULTIMA_COMPRA -> true;
            case INVALID_CPF,
                    INVALID_LOJA_MAIS_FREQUENTE,
                    INVALID_LOJA_ULTIMA_COMPRA,
                    LOJA_MAIS_FREQUENTE_DIGITS_LOST,
                    LOJA_ULTIMA_COMPRA_DIGITS_LOST -> false;
        };
    }

    public Counter counter() {
        return counter;
    }

    /// The code under which the flaw is reported for a line.
    public IssueCode issue() {
        return issue;
    }
}

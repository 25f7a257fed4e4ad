package dev.carga.domain.purchase;

/// What may be wrong with a row that is added all the same: the column is stored as NULL, or its document marked
/// invalid.
public enum Flaw {
    INVALID_CPF(Counter.INVALID_CPF),
    INVALID_PRIVATE(Counter.INVALID_PRIVATE),
    INVALID_INCOMPLETO(Counter.INVALID_INCOMPLETO),
    INVALID_DATE(Counter.INVALID_DATE),
    INVALID_TICKET_MEDIO(Counter.INVALID_TICKET_MEDIO),
    INVALID_TICKET_ULTIMA_COMPRA(Counter.INVALID_TICKET_ULTIMA_COMPRA),
    INVALID_LOJA_MAIS_FREQUENTE(Counter.INVALID_LOJA_MAIS_FREQUENTE),
    INVALID_LOJA_ULTIMA_COMPRA(Counter.INVALID_LOJA_ULTIMA_COMPRA);

    private final Counter counter;

    Flaw(Counter counter) {
        this.counter = counter;
    }

    public Counter counter() {
        return counter;
    }
}

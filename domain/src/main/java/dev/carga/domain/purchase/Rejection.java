package dev.carga.domain.purchase;

import java.util.List;
import java.util.stream.Stream;

/// Why a line gives no row. A line is rejected for exactly one reason, the first one that its parser meets,
/// so that the counters add up. The reasons up to [#INVALID_ENCODING] are found before a line is split into
/// fields.
public enum Rejection {
    LINE_TOO_LONG(Counter.LINE_TOO_LONG, IssueCode.LINE_TOO_LONG),
    NUL_BYTE(Counter.NUL_BYTE, IssueCode.NUL_BYTE),
    INVALID_ENCODING(Counter.INVALID_ENCODING, IssueCode.INVALID_ENCODING),
    WRONG_COLUMNS(Counter.WRONG_COLUMNS, IssueCode.WRONG_COLUMNS),
    UNKNOWN_HEADER(Counter.UNKNOWN_HEADER, IssueCode.UNKNOWN_HEADER),
    MISSING_CPF(Counter.MISSING_CPF, IssueCode.MISSING_CPF),
    VALUE_TOO_LONG(Counter.VALUE_TOO_LONG, IssueCode.VALUE_TOO_LONG),
    TEXT_INSTEAD_OF_CPF(Counter.TEXT_INSTEAD_OF_CPF, IssueCode.TEXT_INSTEAD_OF_CPF),
    CPF_DIGITS_LOST(Counter.CPF_DIGITS_LOST, IssueCode.CPF_DIGITS_LOST),
    /// Under [UnreadablePolicy#REJECT].
    UNREADABLE_VALUE(Counter.UNREADABLE_VALUE, IssueCode.UNREADABLE_VALUE),
    /// Under [InvalidPolicy#REJECT]; otherwise an invalid CPF is a [Flaw].
    INVALID_CPF(Counter.INVALID_CPF, IssueCode.INVALID_CPF);

    /// The reasons that apply whatever the [InvalidPolicy] is.
    public static final List<Rejection> ALWAYS =
            Stream.of(values()).filter(rejection -> rejection != INVALID_CPF).toList();

    private final Counter counter;
    private final IssueCode issue;

    Rejection(Counter counter, IssueCode issue) {
        this.counter = counter;
        this.issue = issue;
    }

    public Counter counter() {
        return counter;
    }

    /// The code under which the rejection is reported for a line.
    public IssueCode issue() {
        return issue;
    }
}

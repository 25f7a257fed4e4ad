package dev.carga.domain.dialect;

/// How a column writes its numbers.
///
/// @param mark                  the decimal mark
/// @param groupsWithoutDecimals whether a number with groups and no decimals, such as `1.234`, is a whole
///                              number: the sender specified the mark, or the column shows both grouped and
///                              whole numbers. Otherwise such a number is ambiguous, because its last three
///                              digits may be decimals
public record NumberStyle(DecimalMark mark, boolean groupsWithoutDecimals) {

    /// The Brazilian style.
    public static final NumberStyle PT_BR = new NumberStyle(DecimalMark.COMMA, true);

    /// The style of a column that shows nothing about its notation.
    public static final NumberStyle UNDECIDED = new NumberStyle(DecimalMark.EITHER, false);
}

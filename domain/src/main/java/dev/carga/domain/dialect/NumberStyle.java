package dev.carga.domain.dialect;

/// How a column writes its numbers.
///
/// @param mark           the decimal sign
/// @param groupsWithoutDecimals whether a number with groups of three and no decimals, such as `1.234`, is a whole
///                       number for certain: the sender says so, or the column shows both grouped and whole numbers.
///                       Otherwise such a number is ambiguous: its last three digits may be decimals
public record NumberStyle(DecimalMark mark, boolean groupsWithoutDecimals) {

    /// Brazil's, for certain.
    public static final NumberStyle PT_BR = new NumberStyle(DecimalMark.COMMA, true);

    /// Nothing is known.
    public static final NumberStyle UNDECIDED = new NumberStyle(DecimalMark.EITHER, false);
}

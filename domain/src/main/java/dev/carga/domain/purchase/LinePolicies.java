package dev.carga.domain.purchase;

/// What becomes of lines with a value that is wrong.
public record LinePolicies(InvalidPolicy onInvalid, UnreadablePolicy onUnreadable) {

    /// The predecessor's: every such line gives a row.
    public static final LinePolicies KEEP = new LinePolicies(InvalidPolicy.KEEP, UnreadablePolicy.NULL);
}

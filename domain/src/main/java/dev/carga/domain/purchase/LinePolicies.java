package dev.carga.domain.purchase;

/// What happens to lines with an invalid or unreadable value.
public record LinePolicies(InvalidPolicy onInvalid, UnreadablePolicy onUnreadable) {

    /// The predecessor's policies: every such line gives a row.
    public static final LinePolicies KEEP = new LinePolicies(InvalidPolicy.KEEP, UnreadablePolicy.NULL);
}

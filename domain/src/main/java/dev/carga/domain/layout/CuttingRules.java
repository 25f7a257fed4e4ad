package dev.carga.domain.layout;

/// How large a part may grow; memory per upload depends on this, never on the size of the file.
///
/// @param maxRows      lines of a part, blank ones aside
/// @param maxBytes     bytes of a part; must hold the longest line and its line end
/// @param maxLineBytes bytes of a line without its line end; what is longer is cut short and rejected
public record CuttingRules(int maxRows, int maxBytes, int maxLineBytes) {

    /// Parts of 10,000 lines, as the predecessor's, of 4 MiB at most; lines of 64 KiB at most.
    public static final CuttingRules DEFAULT = new CuttingRules(10_000, 4 << 20, 64 << 10);

    private static final int SMALL_PART = 96 << 10;

    public CuttingRules {
        if (maxRows < 1 || maxLineBytes < 1) {
            throw new IllegalArgumentException("A part holds at least one line of one byte");
        }
        if (maxBytes < maxLineBytes + 2L) {
            throw new IllegalArgumentException(
                    "A part of " + maxBytes + " bytes cannot hold a line of " + maxLineBytes);
        }
    }

    /// The smallest part worth making where memory is scarce: some 700 lines, and never less than the longest
    /// line takes.
    public int fewestBytes() {
        return Math.min(maxBytes, Math.max(SMALL_PART, maxLineBytes + 2));
    }
}

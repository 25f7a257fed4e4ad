package dev.carga.domain.layout;

/// The size limits of parts. The memory for an upload depends on them and not on the size of its file.
///
/// @param maxRows      the most lines of a part, not counting blank ones
/// @param maxBytes     the most bytes of a part; must hold the longest line and its line end
/// @param maxLineBytes the most bytes of a line without its line end; a longer line is truncated and rejected
public record CuttingRules(int maxRows, int maxBytes, int maxLineBytes) {

    /// Parts of at most 10,000 lines, as in the predecessor, and 4 MiB; lines of at most 64 KiB.
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

    /// The smallest limit to which a part is reduced when memory is scarce: 96 KiB, about 700 lines, and
    /// always enough for the longest line.
    public int fewestBytes() {
        return Math.min(maxBytes, Math.max(SMALL_PART, maxLineBytes + 2));
    }
}

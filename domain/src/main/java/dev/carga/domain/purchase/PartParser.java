package dev.carga.domain.purchase;

import dev.carga.domain.layout.EightBytes;
import dev.carga.domain.layout.LineFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the lines of a part. Pure: the same bytes give the same answer, whoever reads them and how often.
///
/// Rows come sorted by CPF, those with the same CPF in the order of their lines. So all parts take the locks of
/// the index in one order, and no two of them deadlock; and its pages are touched one after another.
public final class PartParser {

    private final int maxLineBytes;

    /// A parser that rejects lines of more than `maxLineBytes` bytes, their line ends left aside.
    public PartParser(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /// Reads blank-aligned lines.
    public ParsedPart parse(byte[] bytes, long firstLine) {
        return parse(bytes, firstLine, LineFormat.BLANK_ALIGNED);
    }

    /// Gives a row for each line that has a CPF, whatever else is wrong with it.
    public ParsedPart parse(byte[] bytes, long firstLine, LineFormat format) {
        return parse(bytes, firstLine, format, LinePolicies.KEEP);
    }

    /// Reads all of `bytes`, whose first line is line `firstLine` of the file. Safe to call from several
    /// threads.
    public ParsedPart parse(byte[] bytes, long firstLine, LineFormat format, LinePolicies policies) {
        PurchaseLineParser parser = new PurchaseLineParser(maxLineBytes, format, policies);
        Counters.Tally tally = new Counters.Tally();
        List<Purchase> rows = new ArrayList<>();
        List<LineIssue> issues = new ArrayList<>();
        long line = firstLine;
        int from = 0;
        while (from < bytes.length) {
            int to = EightBytes.findLineEnd(bytes, from, bytes.length);
            switch (parser.parse(bytes, from, to, line)) {
                case LineResult.Blank _ -> {}
                case LineResult.Rejected(Rejection reason) -> {
                    tally.rejected(reason);
                    issues.add(parser.issue(reason, line, lineOf(bytes, from, to)));
                }
                case LineResult.Row(Purchase purchase, var flaws) -> {
                    tally.added();
                    if (!flaws.isEmpty()) {
                        tally.flawedRow();
                        flaws.forEach(tally::flawed);
                        parser.addIssues(flaws, line, issues);
                    }
                    rows.add(purchase);
                }
            }
            line++;
            from = to + 1;
        }
        return new ParsedPart(RowOrder.byCpf(rows), tally.toCounters(), issues);
    }

    /// The line as it came.
    private static byte[] lineOf(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to > from && bytes[to - 1] == '\r' ? to - 1 : to);
    }
}

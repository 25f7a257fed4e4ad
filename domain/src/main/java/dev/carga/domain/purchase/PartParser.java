package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.EightBytes;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.FillerLine;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.RepeatedHeader;
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
        return new Reading(format, policies).read(bytes, firstLine);
    }

    /// The reading of one part. A header below the first line is passed over, and if it names other columns,
    /// the lines below it are read by these.
    private final class Reading {

        private final LineFormat format;
        private final LinePolicies policies;
        private final RepeatedHeader headers;
        private final Counters.Tally tally = new Counters.Tally();
        private final List<Purchase> rows = new ArrayList<>();
        private final List<LineIssue> issues = new ArrayList<>();
        private PurchaseLineParser parser;
        private boolean readable;

        /// Those of the part are known to whoever has it.
        private @Nullable FileColumns others;

        Reading(LineFormat format, LinePolicies policies) {
            this.format = format;
            this.policies = policies;
            this.headers = new RepeatedHeader(format);
            this.readable = format.columns().isReadable();
            this.parser = new PurchaseLineParser(maxLineBytes, format, policies);
        }

        ParsedPart read(byte[] bytes, long firstLine) {
            long line = firstLine;
            int from = 0;
            while (from < bytes.length) {
                int to = EightBytes.findLineEnd(bytes, from, bytes.length);
                readLine(bytes, from, to, line);
                line++;
                from = to + 1;
            }
            return new ParsedPart(RowOrder.byCpf(rows), tally.toCounters(), issues);
        }

        private void readLine(byte[] bytes, int from, int to, long line) {
            switch (parser.parse(bytes, from, to, line)) {
                case LineResult.Blank _ -> {}
                case LineResult.Rejected(Rejection reason) -> {
                    if (!isHeader(reason, bytes, from, to) && !isFiller(reason, bytes, from, to)) {
                        boolean isText = reason.compareTo(Rejection.INVALID_ENCODING) > 0;
                        reject(readable || !isText ? reason : Rejection.UNKNOWN_HEADER, bytes, from, to, line);
                    }
                }
                case LineResult.Row row -> {
                    if (readable) {
                        add(row, bytes, from, to, line);
                    } else {
                        reject(Rejection.UNKNOWN_HEADER, bytes, from, to, line);
                    }
                }
            }
        }

        private boolean isHeader(Rejection reason, byte[] bytes, int from, int to) {
            return reason != Rejection.LINE_TOO_LONG && follow(headers.read(bytes, from, to));
        }

        private void reject(Rejection reason, byte[] bytes, int from, int to, long line) {
            tally.rejected(reason);
            add(parser.issue(reason, line, lineOf(bytes, from, to)));
        }

        private void add(LineResult.Row row, byte[] bytes, int from, int to, long line) {
            tally.added();
            if (!row.flaws().isEmpty()) {
                row.flaws().forEach(tally::flawed);
                tally.flawedRow();
                int first = issues.size();
                parser.addIssues(row.flaws(), line, issues);
                LineIssue flawed = issues.get(first).onFlawed(lineOf(bytes, from, to));
                issues.set(first, others == null ? flawed : flawed.under(others));
            }
            tally.restored(row.restored());
            rows.add(row.purchase());
        }

        private void add(LineIssue issue) {
            issues.add(others == null ? issue : issue.under(others));
        }

        /// Whether the line is a header; then the lines below it are read by it.
        private boolean follow(@Nullable FileColumns named) {
            if (named == null) {
                return false;
            }
            tally.repeatedHeader();
            readable = named.isReadable();
            if (readable) {
                others = named.equals(format.columns()) ? null : named;
                parser = new PurchaseLineParser(maxLineBytes, format.withColumns(named), policies);
            }
            return true;
        }
    }

    /// Whether nobody has written anything in the line: separators alone, in whatever number, or a line of
    /// dashes.
    private static boolean isFiller(Rejection reason, byte[] bytes, int from, int to) {
        return (reason == Rejection.WRONG_COLUMNS
                        || reason == Rejection.MISSING_CPF
                        || reason == Rejection.TEXT_INSTEAD_OF_CPF)
                && FillerLine.is(bytes, from, to);
    }

    /// The line as it came.
    private static byte[] lineOf(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to > from && bytes[to - 1] == '\r' ? to - 1 : to);
    }
}

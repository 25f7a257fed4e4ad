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

/// Parses the lines of a part. Deterministic: the same bytes always give the same result.
///
/// The rows are sorted by CPF, and by line where the CPF is the same. So all parts lock index entries in the
/// same order and cannot deadlock, and they access the index page by page.
///
/// Thread-safe.
public final class PartParser {

    private final int maxLineBytes;

    /// @param maxLineBytes a line of more bytes, not counting its line end, is rejected
    public PartParser(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /// Parses lines in the predecessor's format ([LineFormat#BLANK_ALIGNED]).
    public ParsedPart parse(byte[] bytes, long firstLine) {
        return parse(bytes, firstLine, LineFormat.BLANK_ALIGNED);
    }

    /// As the method with policies, with the predecessor's policies ([LinePolicies#KEEP]).
    public ParsedPart parse(byte[] bytes, long firstLine, LineFormat format) {
        return parse(bytes, firstLine, format, LinePolicies.KEEP);
    }

    /// Parses a part.
    ///
    /// @param bytes     whole lines; the last one may have no line end
    /// @param firstLine the number of the first line in the file, from 1
    /// @param format    of the first line; a header within the part changes the columns of the lines below it
    public ParsedPart parse(byte[] bytes, long firstLine, LineFormat format, LinePolicies policies) {
        return new Reading(format, policies).read(bytes, firstLine);
    }

    /// Parses one part. A header among its lines is skipped, and if it names other columns, the lines below
    /// it are parsed by these.
    private final class Reading {

        private final LineFormat format;
        private final LinePolicies policies;
        private final RepeatedHeader headers;
        private final Counters.Builder counters = new Counters.Builder();
        private final List<Purchase> rows = new ArrayList<>();
        private final List<LineIssue> issues = new ArrayList<>();
        private PurchaseLineParser parser;
        private boolean readable;

        /// The columns that a header within the part named, if they are not those of the part's format.
        private @Nullable FileColumns changedColumns;

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
            return new ParsedPart(RowOrder.byCpf(rows), counters.build(), issues);
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
            return reason != Rejection.LINE_TOO_LONG && applyHeader(headers.read(bytes, from, to));
        }

        private void reject(Rejection reason, byte[] bytes, int from, int to, long line) {
            counters.rejected(reason);
            add(parser.issue(reason, line, lineOf(bytes, from, to)));
        }

        private void add(LineResult.Row row, byte[] bytes, int from, int to, long line) {
            counters.added();
            if (!row.flaws().isEmpty()) {
                row.flaws().forEach(counters::flawed);
                counters.flawedRow();
                int first = issues.size();
                parser.addIssues(row.flaws(), line, issues);
                LineIssue flawed = issues.get(first).withFlawedLine(lineOf(bytes, from, to));
                issues.set(first, changedColumns == null ? flawed : flawed.withColumns(changedColumns));
            }
            counters.restored(row.restored());
            rows.add(row.purchase());
        }

        private void add(LineIssue issue) {
            issues.add(changedColumns == null ? issue : issue.withColumns(changedColumns));
        }

        /// Applies a repeated header to the lines below it.
        ///
        /// @param named the columns that the line names; null if it is no header
        /// @return whether the line is a header
        private boolean applyHeader(@Nullable FileColumns named) {
            if (named == null) {
                return false;
            }
            counters.repeatedHeader();
            readable = named.isReadable();
            if (readable) {
                changedColumns = named.equals(format.columns()) ? null : named;
                parser = new PurchaseLineParser(maxLineBytes, format.withColumns(named), policies);
            }
            return true;
        }
    }

    /// Whether the line has no content: separators alone, in any number, or a line of dashes.
    private static boolean isFiller(Rejection reason, byte[] bytes, int from, int to) {
        return (reason == Rejection.WRONG_COLUMNS
                        || reason == Rejection.MISSING_CPF
                        || reason == Rejection.TEXT_INSTEAD_OF_CPF)
                && FillerLine.is(bytes, from, to);
    }

    /// A copy of the line without its line end.
    private static byte[] lineOf(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to > from && bytes[to - 1] == '\r' ? to - 1 : to);
    }
}

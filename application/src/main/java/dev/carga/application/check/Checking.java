package dev.carga.application.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.UploadStore.Opening;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sums up one file while its parts come. Holds one part, the first examples of everything, and the CPFs of
/// the file; only these grow with the file.
final class Checking {

    private static final int EXAMPLES = 3;
    private static final int DUPLICATE_EXAMPLES = 10;

    /// How many invalid CPFs are remembered: the table holds each text once, and so they can be duplicates,
    /// too. A file with more of them has worse problems.
    private static final int MAX_INVALID = 100_000;

    private static final int ROOT_DIGITS = 9;

    private final Opening opening;
    private final FileToCheck file;
    private final PartParser parser;
    private SeenCpfs seen;
    private final Set<String> seenInvalid = new HashSet<>();

    private final Earliest<Purchase> rows;
    private final Map<Kind, Occurrences<LineIssue>> issues = new LinkedHashMap<>();
    private final Map<Column, Occurrences<CheckedFile.Value>> restored = new EnumMap<>(Column.class);
    private final Earliest<Long> duplicateLines = new Earliest<>(DUPLICATE_EXAMPLES);
    private Counters counters = Counters.NONE;
    private long duplicates;
    private boolean everyCpfCompared = true;

    /// What is counted together.
    private record Kind(IssueCode code, @Nullable Column column, boolean rejected) {}

    /// How often one kind occurred, and the first examples.
    private static final class Occurrences<T> {
        private final Earliest<T> first = new Earliest<>(EXAMPLES);
        private long count;

        void add(long line, T example) {
            count++;
            first.offer(line, example);
        }
    }

    Checking(Opening opening, FileToCheck file, PartParser parser, SeenCpfs seen) {
        this.opening = opening;
        this.file = file;
        this.parser = parser;
        this.seen = seen;
        this.rows = new Earliest<>(file.rows());
    }

    void add(CutPart part) {
        LineFormat format = opening.layout().lineFormat();
        @Nullable FileColumns columns = part.columns();
        ParsedPart parsed = parser.parse(
                part.bytes(),
                part.firstLine(),
                columns == null ? format : format.withColumns(columns),
                opening.options().rules().linePolicies());
        counters = counters.plus(parsed.counters());
        addIssues(parsed.issues());
        parsed.rows().forEach(this::addRow);
    }

    private void addIssues(List<LineIssue> found) {
        for (LineIssue issue : found) {
            boolean rejected = issue.rejected() != null;
            issues.computeIfAbsent(new Kind(issue.code(), issue.column(), rejected), _ -> new Occurrences<>())
                    .add(issue.line(), issue);
        }
    }

    private void addRow(Purchase row) {
        rows.offer(row.line(), row);
        addIfRestored(row, Column.CPF, row.cpf());
        addIfRestored(row, Column.LOJA_MAIS_FREQUENTE, row.lojaMaisFrequente());
        addIfRestored(row, Column.LOJA_ULTIMA_COMPRA, row.lojaUltimaCompra());
        if (!isNew(row.cpf())) {
            duplicates++;
            duplicateLines.offer(row.line(), row.line());
        }
    }

    private void addIfRestored(Purchase row, Column column, @Nullable Document document) {
        if (document != null && document.damage() == Document.Damage.RESTORED) {
            restored.computeIfAbsent(column, _ -> new Occurrences<>())
                    .add(row.line(), new CheckedFile.Value(row.line(), document.text()));
        }
    }

    private boolean isNew(Document cpf) {
        if (cpf.isValid()) {
            return seen.isNew(root(cpf.utf8()));
        }
        String text = new String(cpf.utf8(), UTF_8);
        if (seenInvalid.size() < MAX_INVALID) {
            return seenInvalid.add(text);
        }
        everyCpfCompared = false;
        return !seenInvalid.contains(text);
    }

    /// The first nine digits of `000.000.000-00`.
    private static int root(byte[] cpf) {
        int root = 0;
        int digits = 0;
        for (int i = 0; digits < ROOT_DIGITS; i++) {
            int digit = cpf[i] - '0';
            if (digit >= 0 && digit <= 9) {
                root = root * 10 + digit;
                digits++;
            }
        }
        return root;
    }

    /// The file is at its end: the memory of its CPFs is free for other files of an archive.
    void end() {
        seen = SeenCpfs.ofFew();
        seenInvalid.clear();
    }

    CheckedFile sumUp(ReceiveResult result) {
        CheckedFile.Lines lines = new CheckedFile.Lines(duplicates, duplicateLines.list(), everyCpfCompared);
        List<CheckedFile.Issues> allIssues = new ArrayList<>();
        issues.forEach((kind, occurrences) -> allIssues.add(new CheckedFile.Issues(
                kind.code(), kind.column(), kind.rejected(), occurrences.count, occurrences.first.list())));
        List<CheckedFile.Restored> allRestored = new ArrayList<>();
        restored.forEach((column, occurrences) ->
                allRestored.add(new CheckedFile.Restored(column, occurrences.count, occurrences.first.list())));
        return new CheckedFile(
                opening.name(),
                file.whole(),
                result,
                opening.layout(),
                rows.list(),
                counters,
                lines,
                List.copyOf(allIssues),
                List.copyOf(allRestored),
                CheckedFile.judge(result, counters, lines, file.rules()));
    }
}

package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.endtoend.IndependentReading;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Compares a file, which an independent implementation reads, with all its uploads and with the table, line
/// by line. Keeps the CPFs of one file in memory, and only if the file has duplicates.
final class FileCheck {

    private static final int MAX_REPORTED = 5;

    private final FileHistory file;
    private final Sql sql;
    private final Violations violations;
    private final List<StoredUpload> uploads = new ArrayList<>();
    private int reported;

    FileCheck(FileHistory file, Sql sql, Violations violations) {
        this.file = file;
        this.sql = sql;
        this.violations = violations;
    }

    /// How much was compared.
    record Compared(int uploads, long lines, long rows) {
        static final Compared NOTHING = new Compared(0, 0, 0);

        Compared plus(Compared other) {
            return new Compared(uploads + other.uploads, lines + other.lines, rows + other.rows);
        }
    }

    Compared check() throws SQLException, IOException {
        for (FileHistory.Attempt attempt : file.attempts()) {
            find(attempt);
        }
        checkDigests();
        List<UploadWalk> walks = new ArrayList<>();
        try {
            for (StoredUpload upload : uploads) {
                walks.add(new UploadWalk(upload, sql, this::report));
            }
            long lines = file.content().hasDuplicates() ? checkWithDuplicates(walks) : checkUnique(walks);
            long rows = 0;
            for (UploadWalk walk : walks) {
                rows += walk.finish();
            }
            return new Compared(uploads.size(), lines, rows);
        } finally {
            for (UploadWalk walk : walks) {
                walk.close();
            }
        }
    }

    private void find(FileHistory.Attempt attempt) throws SQLException {
        List<StoredUpload> found = StoredUpload.named(sql, attempt.name());
        if (found.size() > 1 || (found.isEmpty() && attempt.accepted())) {
            report(attempt.name() + ": " + found.size() + " uploads of a file that was sent once");
        }
        for (StoredUpload upload : found) {
            boolean ended =
                    upload.state().equals("received") || (upload.state().equals("interrupted") && !attempt.accepted());
            if (!ended) {
                report(attempt.name() + ": " + (attempt.accepted() ? "accepted, and " : "broken off, and ")
                        + upload.state());
            }
            checkWithdrawal(upload);
            uploads.add(upload);
        }
    }

    private void checkWithdrawal(StoredUpload upload) {
        List<FileHistory.UploadAction> actions = file.actions().stream()
                .filter(action ->
                        action.name().equals(upload.name()) && !action.action().equals("retry"))
                .toList();
        boolean mustBeUndone =
                actions.stream().anyMatch(action -> action.action().equals("undo") && action.granted());
        if (upload.unfinished() || (mustBeUndone && !upload.isUndone())) {
            report(upload.name() + ": an undo or cancel was accepted and has not ended");
        }
        if (actions.isEmpty() && !upload.withdrawn().isEmpty()) {
            report(upload.name() + " is " + upload.withdrawn() + ", which no client requested");
        }
        // An undo also removes a row that the upload only updated, if the upload that added it was undone before.
        long touched = upload.added() + upload.updated();
        if (upload.removed() > touched || (upload.removed() > 0 && !upload.isUndone())) {
            report(upload.name() + ": an undo has removed " + upload.removed() + " rows of " + touched);
        }
    }

    private void checkDigests() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
        file.content().writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        String expected = HexFormat.of().formatHex(digest.digest());
        for (StoredUpload upload : uploads) {
            boolean whole = upload.state().equals("received");
            if (whole ? !upload.sha256().equals(expected) : !upload.sha256().isEmpty()) {
                report(upload.name() + ": " + upload.state() + ", and the SHA-256 is not that of the file");
            }
        }
    }

    /// A file without repeated CPFs: each line that one or more uploads loaded has exactly one row.
    private long checkUnique(List<UploadWalk> walks) throws IOException {
        long[] lines = {0};
        file.content().forEachLine((bytes, number) -> {
            if (isData(bytes, number)) {
                lines[0]++;
                compare(walks, number, IndependentReading.row(bytes, number));
            }
        });
        return lines[0];
    }

    private void compare(List<UploadWalk> walks, long line, @Nullable String expected) throws IOException {
        int loaded = 0;
        int undone = 0;
        int rows = 0;
        List<UploadWalk> failed = new ArrayList<>();
        for (UploadWalk walk : walks) {
            StoredUpload.Part part = walk.enter(line);
            boolean isLoaded = part != null && part.isLoaded();
            boolean isUndone = part != null && part.isUndone();
            if (expected != null) {
                walk.countRow();
                loaded += isLoaded ? 1 : 0;
                undone += isUndone ? 1 : 0;
            }
            if (part != null && part.state().equals("failed")) {
                failed.add(walk);
            }
            String row = row(walk, line);
            if (row != null) {
                rows++;
                // An undone upload leaves no row of its own: rows that it updated are restored.
                if (!isLoaded || !row.equals(expected)) {
                    report("line " + line + " of file " + file.index() + ": its row does not match the file");
                }
            }
        }
        // An undo removes rows for which other uploads may have skipped their lines.
        boolean correct = undone == 0 ? rows == Math.min(1, loaded) : rows <= 1;
        if (!correct) {
            report("line " + line + " of file " + file.index() + ": in " + loaded + " loaded and " + undone
                    + " undone parts, and " + rows + " rows in the table");
        }
        if (loaded + undone > 0) {
            failed.forEach(UploadWalk::explainFailure);
        }
    }

    /// A file with repeated CPFs, which was sent once. Under `skip` the first of the loaded lines with a CPF
    /// has the row, under `update` the last. Under `fail` a part fails as a whole if it has a CPF of another
    /// loaded line, or one CPF on two lines.
    private long checkWithDuplicates(List<UploadWalk> walks) throws IOException, SQLException {
        if (walks.isEmpty()) {
            return 0;
        }
        StoredUpload upload = uploads.getFirst();
        String policy = file.attempts().getFirst().policy();
        Map<String, Winner> winners = winners(upload, policy);
        UploadWalk walk = walks.getFirst();
        Set<String> cpfsOfPart = new HashSet<>();
        long[] lines = {0, -1};
        file.content().forEachLine((bytes, number) -> {
            if (!isData(bytes, number)) {
                return;
            }
            lines[0]++;
            StoredUpload.Part part = walk.enter(number);
            if (part != null && part.number() != lines[1]) {
                lines[1] = part.number();
                cpfsOfPart.clear();
            }
            String read = IndependentReading.row(bytes, number);
            String expected = null;
            if (read != null) {
                walk.countRow();
                String cpf = cpf(read);
                Winner winner = winners.get(cpf);
                expected = part != null && part.isLoaded() && winner != null && winner.line() == number
                        ? winner.row()
                        : null;
                if (policy.equals("fail") && (!cpfsOfPart.add(cpf) || winners.containsKey(cpf))) {
                    walk.explainFailure();
                }
            }
            String row = row(walk, number);
            if (!Objects.equals(row, expected)) {
                report("line " + number + " of file " + file.index() + " under " + policy
                        + (row == null ? ": its row is missing" : ": its row is unexpected or wrong"));
            }
        });
        return lines[0];
    }

    /// Of the lines with one CPF, the one that has the row, or had it before the undo.
    ///
    /// @param row under `update`, merged with the rows of earlier lines
    private record Winner(long line, String row) {}

    private Map<String, Winner> winners(StoredUpload upload, String policy) throws IOException, SQLException {
        Map<String, Winner> winners = new HashMap<>();
        // A failed part may have been retried under `skip`.
        boolean strict = policy.equals("fail") && upload.parts().stream().noneMatch(StoredUpload.Part::ownPolicy);
        try (UploadWalk walk = new UploadWalk(upload, sql, _ -> {})) {
            file.content().forEachLine((bytes, number) -> {
                if (isData(bytes, number)) {
                    StoredUpload.Part part = walk.enter(number);
                    String row = IndependentReading.row(bytes, number);
                    if (part != null && (part.isLoaded() || part.isUndone()) && row != null) {
                        Winner earlier = winners.get(cpf(row));
                        if (earlier != null && strict) {
                            report(upload.name() + ": part " + part.number() + " was loaded with a repeated CPF");
                        }
                        if (earlier == null) {
                            winners.put(cpf(row), new Winner(number, row));
                        } else if (policy.equals("update")) {
                            String merged = IndependentReading.rowOver(earlier.row(), bytes, number);
                            winners.put(cpf(row), new Winner(number, Objects.requireNonNull(merged)));
                        }
                    }
                }
            });
        }
        return winners;
    }

    private static @Nullable String row(UploadWalk walk, long line) throws IOException {
        try {
            return walk.rowOf(line);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static String cpf(String row) {
        return row.substring(0, row.indexOf('|'));
    }

    /// Whether the line is neither the header nor blank.
    private static boolean isData(byte[] line, long number) {
        if (number == 1) {
            return false;
        }
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return true;
            }
        }
        return false;
    }

    private void report(String violation) {
        if (reported++ < MAX_REPORTED) {
            violations.add(violation);
        }
    }
}

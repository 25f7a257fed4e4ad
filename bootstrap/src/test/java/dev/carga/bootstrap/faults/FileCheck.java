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

/// Compares a file, read once more and independently, with all its uploads and with the table, line by line. Memory
/// holds the CPFs of one file at most, and those only where they come twice.
final class FileCheck {

    private static final int TOLD = 5;

    private final Family family;
    private final Sql sql;
    private final Complaints complaints;
    private final List<StoredUpload> uploads = new ArrayList<>();
    private int told;

    FileCheck(Family family, Sql sql, Complaints complaints) {
        this.family = family;
        this.sql = sql;
        this.complaints = complaints;
    }

    /// What was found to be right, for the summary.
    record Found(int uploads, long lines, long rows) {
        static final Found NOTHING = new Found(0, 0, 0);

        Found plus(Found other) {
            return new Found(uploads + other.uploads, lines + other.lines, rows + other.rows);
        }
    }

    Found check() throws SQLException, IOException {
        for (Family.Attempt attempt : family.attempts()) {
            find(attempt);
        }
        checkDigests();
        List<Side> sides = new ArrayList<>();
        try {
            for (StoredUpload upload : uploads) {
                sides.add(new Side(upload, sql, this::complain));
            }
            long lines = family.content().hasDuplicates() ? checkWithDuplicates(sides) : checkUnique(sides);
            long rows = 0;
            for (Side side : sides) {
                rows += side.finish();
            }
            return new Found(uploads.size(), lines, rows);
        } finally {
            for (Side side : sides) {
                side.close();
            }
        }
    }

    private void find(Family.Attempt attempt) throws SQLException {
        List<StoredUpload> found = StoredUpload.named(sql, attempt.name());
        if (found.size() > 1 || (found.isEmpty() && attempt.accepted())) {
            complain(attempt.name() + ": " + found.size() + " uploads of a file that was sent once");
        }
        for (StoredUpload upload : found) {
            boolean ended =
                    upload.state().equals("received") || (upload.state().equals("interrupted") && !attempt.accepted());
            if (!ended) {
                complain(attempt.name() + ": " + (attempt.accepted() ? "accepted, and " : "broken off, and ")
                        + upload.state());
            }
            checkWithdrawal(upload);
            uploads.add(upload);
        }
    }

    private void checkWithdrawal(StoredUpload upload) {
        List<Family.UploadAction> actions = family.actions().stream()
                .filter(wish ->
                        wish.name().equals(upload.name()) && !wish.action().equals("retry"))
                .toList();
        boolean mustBeUndone = actions.stream().anyMatch(wish -> wish.action().equals("undo") && wish.granted());
        if (upload.unfinished() || (mustBeUndone && !upload.isUndone())) {
            complain(upload.name() + ": the undo or the cancelling was promised and has not come to its end");
        }
        if (actions.isEmpty() && !upload.withdrawn().isEmpty()) {
            complain(upload.name() + " is " + upload.withdrawn() + ", and nobody wished so");
        }
        // A row that it only updated goes, too, where whoever added it was undone before.
        long touched = upload.added() + upload.updated();
        if (upload.removed() > touched || (upload.removed() > 0 && !upload.isUndone())) {
            complain(upload.name() + ": an undo has removed " + upload.removed() + " rows of " + touched);
        }
    }

    private void checkDigests() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
        family.content().writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        String expected = HexFormat.of().formatHex(digest.digest());
        for (StoredUpload upload : uploads) {
            boolean whole = upload.state().equals("received");
            if (whole ? !upload.sha256().equals(expected) : !upload.sha256().isEmpty()) {
                complain(upload.name() + ": " + upload.state() + ", and the SHA-256 is not that of the file");
            }
        }
    }

    /// No CPF comes twice in the file: of each line that was loaded with one upload or several, exactly one row
    /// is there.
    private long checkUnique(List<Side> sides) throws IOException {
        long[] lines = {0};
        family.content().forEachLine((bytes, number) -> {
            if (isData(bytes, number)) {
                lines[0]++;
                compare(sides, number, IndependentReading.row(bytes, number));
            }
        });
        return lines[0];
    }

    private void compare(List<Side> sides, long line, @Nullable String expected) throws IOException {
        int loaded = 0;
        int undone = 0;
        int rows = 0;
        List<Side> failed = new ArrayList<>();
        for (Side side : sides) {
            StoredUpload.Part part = side.enter(line);
            boolean isLoaded = part != null && part.isLoaded();
            boolean isUndone = part != null && part.isUndone();
            if (expected != null) {
                side.givesRow();
                loaded += isLoaded ? 1 : 0;
                undone += isUndone ? 1 : 0;
            }
            if (part != null && part.state().equals("failed")) {
                failed.add(side);
            }
            String row = row(side, line);
            if (row != null) {
                rows++;
                // Undone, an upload leaves no row of its own: what it updated is as it was before.
                if (!isLoaded || !row.equals(expected)) {
                    complain("line " + line + " of file " + family.index() + ": its row is not as the file says");
                }
            }
        }
        // Undone, an upload takes away what it added, though others may have left their lines out for that.
        boolean right = undone == 0 ? rows == Math.min(1, loaded) : rows <= 1;
        if (!right) {
            complain("line " + line + " of file " + family.index() + ": in " + loaded + " loaded and " + undone
                    + " undone parts, and " + rows + " rows in the table");
        }
        if (loaded + undone > 0) {
            failed.forEach(Side::explainFailure);
        }
    }

    /// The file was sent once. Under `skip` the first of the loaded lines with a CPF has the row, under
    /// `update` the
    /// last; under `fail` a part that has a CPF of another loaded line, or one twice, failed as a whole.
    private long checkWithDuplicates(List<Side> sides) throws IOException, SQLException {
        if (sides.isEmpty()) {
            return 0;
        }
        StoredUpload upload = uploads.getFirst();
        String policy = family.attempts().getFirst().policy();
        Map<String, Winner> winners = winners(upload, policy);
        Side side = sides.getFirst();
        Set<String> ofPart = new HashSet<>();
        long[] lines = {0, -1};
        family.content().forEachLine((bytes, number) -> {
            if (!isData(bytes, number)) {
                return;
            }
            lines[0]++;
            StoredUpload.Part part = side.enter(number);
            if (part != null && part.number() != lines[1]) {
                lines[1] = part.number();
                ofPart.clear();
            }
            String own = IndependentReading.row(bytes, number);
            String expected = null;
            if (own != null) {
                side.givesRow();
                String cpf = cpf(own);
                Winner winner = winners.get(cpf);
                expected = part != null && part.isLoaded() && winner != null && winner.line() == number
                        ? winner.row()
                        : null;
                if (policy.equals("fail") && (!ofPart.add(cpf) || winners.containsKey(cpf))) {
                    side.explainFailure();
                }
            }
            String row = row(side, number);
            if (!Objects.equals(row, expected)) {
                complain("line " + number + " of file " + family.index() + " under " + policy
                        + (row == null ? ": its row is not there" : ": its row should not be there, or not so"));
            }
        });
        return lines[0];
    }

    /// The line of those with a CPF that has the row, or had it before the undo.
    ///
    /// @param row what an update wrote over the rows of earlier lines
    private record Winner(long line, String row) {}

    private Map<String, Winner> winners(StoredUpload upload, String policy) throws IOException, SQLException {
        Map<String, Winner> winners = new HashMap<>();
        // A part that failed was perhaps tried again under `skip`.
        boolean strict = policy.equals("fail") && upload.parts().stream().noneMatch(StoredUpload.Part::ownPolicy);
        try (Side walk = new Side(upload, sql, _ -> {})) {
            family.content().forEachLine((bytes, number) -> {
                if (isData(bytes, number)) {
                    StoredUpload.Part part = walk.enter(number);
                    String row = IndependentReading.row(bytes, number);
                    if (part != null && (part.isLoaded() || part.isUndone()) && row != null) {
                        Winner earlier = winners.get(cpf(row));
                        if (earlier != null && strict) {
                            complain(upload.name() + ": part " + part.number() + " was loaded with a CPF twice");
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

    private static @Nullable String row(Side side, long line) throws IOException {
        try {
            return side.rowOf(line);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static String cpf(String row) {
        return row.substring(0, row.indexOf('|'));
    }

    /// Neither the header nor a blank line.
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

    private void complain(String complaint) {
        if (told++ < TOLD) {
            complaints.add(complaint);
        }
    }
}

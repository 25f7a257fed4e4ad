package dev.carga.bootstrap.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.Flaw;
import dev.carga.domain.purchase.Rejection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Writes synthetic files of purchases in the predecessor's layout, to try and to measure Carga.
///
/// The same seed always gives the same bytes. No CPF occurs twice in a file, however long it is, without keeping
/// any in memory: the roots are one walk through all nine-digit numbers, and each file is a section of it.
/// Consecutive seeds start far apart, so that their files share no CPF either: any two of ten are 55 million
/// lines apart.
public final class SampleFile {

    /// The number of CPFs: every nine-digit root except the ten with one repeated digit.
    public static final long MAX_LINES = 1_000_000_000L - 10;

    static final String HEADER =
            "CPF                PRIVATE     INCOMPLETO  DATA DA ÚLTIMA COMPRA TICKET MÉDIO          "
                    + "TICKET DA ÚLTIMA COMPRA LOJA MAIS FREQUÊNTE LOJA DA ÚLTIMA COMPRA";

    /// The flaws that a row of a sample may have. Flaws that Carga has learned since are never added here: a seed
    /// must always give the same bytes.
    static final List<Flaw> FLAWS = List.of(
            Flaw.INVALID_CPF,
            Flaw.INVALID_PRIVATE,
            Flaw.INVALID_INCOMPLETO,
            Flaw.INVALID_DATE,
            Flaw.INVALID_TICKET_MEDIO,
            Flaw.INVALID_TICKET_ULTIMA_COMPRA,
            Flaw.INVALID_LOJA_MAIS_FREQUENTE,
            Flaw.INVALID_LOJA_ULTIMA_COMPRA);

    /// The reasons for which a line of a sample may be rejected. Fixed, as [#FLAWS] are.
    static final List<Rejection> REJECTIONS = List.of(
            Rejection.NUL_BYTE,
            Rejection.INVALID_ENCODING,
            Rejection.WRONG_COLUMNS,
            Rejection.MISSING_CPF,
            Rejection.VALUE_TOO_LONG);

    private static final long ROOTS = 1_000_000_000L;

    /// Odd and not a multiple of 5, so that the walk visits every root before it returns to the first.
    private static final long STRIDE = 387_420_489;

    /// The golden section of the walk's length: its multiples are as far apart as possible.
    private static final long SEED_STRIDE = 618_033_989;

    /// How many lines are flawed, and how. Flawed lines take turns through all of [#REJECTIONS] and [#FLAWS].
    ///
    /// @param oneIn     on average one line in this many has one flaw, the first line never; 0 for no flaws
    /// @param validText without NUL bytes and invalid UTF-8, for readers that need text
    public record Flaws(int oneIn, boolean validText) {

        public static final Flaws NONE = new Flaws(0, true);
        public static final Flaws ONE_PERCENT = new Flaws(100, false);
        public static final Flaws ONE_PERCENT_OF_VALID_TEXT = new Flaws(100, true);

        public Flaws {
            if (oneIn < 0) {
                throw new IllegalArgumentException("One line in " + oneIn + " cannot be flawed");
            }
        }
    }

    private SampleFile() {}

    /// Writes the header and the lines. Does not flush or close the stream.
    ///
    /// @return the counters of a load of the file into an empty table
    /// @throws IllegalArgumentException if there are more lines than CPFs
    public static Counters write(OutputStream out, long lines, long seed, Flaws flaws) throws IOException {
        if (lines < 0 || lines > MAX_LINES) {
            throw new IllegalArgumentException("A file has 0 to " + MAX_LINES + " lines, not " + lines);
        }
        out.write((HEADER + "\n").getBytes(UTF_8));
        SampleRandom random = new SampleRandom(seed);
        SampleLine line = new SampleLine(random);
        Counters.Builder counts = new Counters.Builder();
        List<Rejection> rejections = rejections(flaws);
        int flawed = 0;
        long root = Math.floorMod(Math.floorMod(seed, ROOTS) * SEED_STRIDE, ROOTS) * STRIDE % ROOTS;
        for (long i = 0; i < lines; i++) {
            while (root % 111_111_111 == 0) {
                root = (root + STRIDE) % ROOTS;
            }
            Cpf cpf = Cpf.ofRoot((int) root);
            root = (root + STRIDE) % ROOTS;
            if (i == 0 || flaws.oneIn == 0 || random.below(flaws.oneIn) > 0) {
                addRow(line, cpf, null, counts);
            } else {
                int kind = flawed++ % (FLAWS.size() + rejections.size());
                if (kind < rejections.size()) {
                    line.appendRejected(cpf, rejections.get(kind));
                    counts.rejected(rejections.get(kind));
                } else {
                    addRow(line, cpf, FLAWS.get(kind - rejections.size()), counts);
                }
            }
            line.drainIfFull(out);
        }
        line.drain(out);
        return counts.build();
    }

    private static void addRow(SampleLine line, Cpf cpf, @Nullable Flaw flaw, Counters.Builder counts) {
        boolean flawed = line.append(cpf, flaw);
        counts.added();
        if (flaw != null && flawed) {
            counts.flawed(flaw);
            counts.flawedRow();
        }
    }

    private static List<Rejection> rejections(Flaws flaws) {
        List<Rejection> rejections = new ArrayList<>(REJECTIONS);
        if (flaws.validText) {
            rejections.removeAll(List.of(Rejection.NUL_BYTE, Rejection.INVALID_ENCODING));
        }
        return rejections;
    }
}

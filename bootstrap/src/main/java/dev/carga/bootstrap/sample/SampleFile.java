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

/// Writes synthetic files of purchases in the predecessor's layout, for trying Carga out and for measuring it.
///
/// The same seed gives the same bytes, always. No CPF comes twice in a file, however long it is, and none is kept in
/// memory for that: the roots are one walk through all nine-digit numbers, each file a stretch of it. Seeds that
/// follow on each other start far apart, so their files share no CPF either: of ten, every two by 55 million lines.
public final class SampleFile {

    /// All CPFs that can be: every nine-digit root but the ten of one repeated digit.
    public static final long MAX_LINES = 1_000_000_000L - 10;

    static final String HEADER =
            "CPF                PRIVATE     INCOMPLETO  DATA DA ÚLTIMA COMPRA TICKET MÉDIO          "
                    + "TICKET DA ÚLTIMA COMPRA LOJA MAIS FREQUÊNTE LOJA DA ÚLTIMA COMPRA";

    /// What may be wrong with a row of a sample. Those that Carga knows since do not come in: a seed gives the
    /// same bytes for ever.
    static final List<Flaw> FLAWS = List.of(
            Flaw.INVALID_CPF,
            Flaw.INVALID_PRIVATE,
            Flaw.INVALID_INCOMPLETO,
            Flaw.INVALID_DATE,
            Flaw.INVALID_TICKET_MEDIO,
            Flaw.INVALID_TICKET_ULTIMA_COMPRA,
            Flaw.INVALID_LOJA_MAIS_FREQUENTE,
            Flaw.INVALID_LOJA_ULTIMA_COMPRA);

    /// Why a line of a sample gives no row; likewise.
    static final List<Rejection> REJECTIONS = List.of(
            Rejection.NUL_BYTE,
            Rejection.INVALID_ENCODING,
            Rejection.WRONG_COLUMNS,
            Rejection.MISSING_CPF,
            Rejection.VALUE_TOO_LONG);

    private static final long ROOTS = 1_000_000_000L;

    /// Odd and no multiple of 5, so the walk comes to every root before it comes back to the first.
    private static final long STRIDE = 387_420_489;

    /// The golden section of the walk's length: multiples of it keep as far from each other as can be.
    private static final long SEED_STRIDE = 618_033_989;

    /// How many lines are flawed, and how. What is wrong goes round through all of [#REJECTIONS] and
    /// of [#FLAWS].
    ///
    /// @param oneIn     one line in so many, on average, has one flaw, the first line never; 0 for none at all
    /// @param validText without NUL bytes and bytes that do not decode, for readers that want text
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

    /// Writes the header and so many lines. The stream is left open and is not flushed.
    ///
    /// @return what a load of the file into an empty table counts
    /// @throws IllegalArgumentException if there are not as many CPFs as lines
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

package dev.carga.bootstrap.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carga.bootstrap.sample.SampleFile.Flaws;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Utf8;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.Flaw;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.purchase.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleFileTest {

    private static final Set<Flaw> OFTEN_READ = EnumSet.of(
            Flaw.INVALID_PRIVATE,
            Flaw.INVALID_INCOMPLETO,
            Flaw.INVALID_TICKET_MEDIO,
            Flaw.INVALID_TICKET_ULTIMA_COMPRA);

    @Test
    void sameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        assertThat(sample(5_000, 42, Flaws.ONE_PERCENT))
                .isEqualTo(sample(5_000, 42, Flaws.ONE_PERCENT))
                .isNotEqualTo(sample(5_000, 43, Flaws.ONE_PERCENT));
    }

    /// A fixed checksum: a newer Carga must reproduce the files of an older one.
    @Test
    void bytesOfASeedNeverChange() throws IOException {
        assertThat(Arrays.hashCode(sample(5_000, 42, Flaws.ONE_PERCENT))).isEqualTo(-908166785);
    }

    @Test
    void noCpfIsRepeatedInAFileOrInThatOfTheNextSeed() throws IOException {
        Set<String> cpfs = new HashSet<>();
        long added = 0;
        for (long seed : new long[] {1, 2, 3, -1}) {
            ParsedPart part = parsed(sample(200_000, seed, Flaws.ONE_PERCENT));
            added += part.rows().size();
            for (Purchase row : part.rows()) {
                cpfs.add(row.cpf().text());
            }
        }

        assertThat(cpfs).hasSize((int) added);
        assertThat(added).isGreaterThan(790_000);
    }

    @Test
    void sampleWithoutFlawsHasNone() throws IOException {
        ParsedPart part = parsed(sample(100_000, 7, Flaws.NONE));

        assertThat(part.counters())
                .isEqualTo(Counters.of(Map.of(Counter.TOTAL_ROWS, 100_000L, Counter.TOTAL_ADDED, 100_000L)));
        assertThat(part.rows().stream().filter(row -> row.dataUltimaCompra() == null))
                .hasSizeBetween(32_000, 35_000);
        assertThat(part.rows().stream().map(Purchase::lojaUltimaCompra).distinct())
                .hasSizeBetween(100, 401);
    }

    @Test
    void onePercentIsFlawedInEveryWayAndCountedAsByALoad() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Counters expected = SampleFile.write(out, 100_000, 7, Flaws.ONE_PERCENT);

        Counters counters = parsed(out.toByteArray()).counters();

        assertThat(counters).isEqualTo(expected);
        assertThat(counters.of(Counter.TOTAL_ROWS)).isEqualTo(100_000);
        long flawed = counters.of(Counter.TOTAL_REJECTED);
        for (Flaw flaw : SampleFile.FLAWS) {
            // By now Carga can read a third of the flags and tickets.
            long least = OFTEN_READ.contains(flaw) ? 40 : 60;
            assertThat(counters.of(flaw.counter())).as(flaw.name()).isBetween(least, least * 3 / 2);
            flawed += counters.of(flaw.counter());
        }
        for (Rejection reason : SampleFile.REJECTIONS) {
            assertThat(counters.of(reason.counter())).as(reason.name()).isBetween(60L, 90L);
        }
        assertThat(counters.of(Counter.TOTAL_FLAWED)).isEqualTo(flawed - counters.of(Counter.TOTAL_REJECTED));
        assertThat(flawed).isBetween(800L, 1_000L);
    }

    @Test
    void validTextHasFlawsAndIsText() throws IOException {
        byte[] file = sample(20_000, 7, Flaws.ONE_PERCENT_OF_VALID_TEXT);

        assertThat(Utf8.check(file, 0, file.length)).isEqualTo(Utf8.Check.GOOD);
        assertThat(parsed(file).counters().of(Counter.TOTAL_REJECTED)).isPositive();
    }

    @Test
    void columnsStartBelowTheirNames() throws IOException {
        List<String> lines =
                new String(sample(2_000, 7, Flaws.NONE), UTF_8).lines().toList();
        List<String> words = List.of(
                "CPF",
                "PRIVATE",
                "INCOMPLETO",
                "DATA DA ÚLTIMA COMPRA",
                "TICKET MÉDIO",
                "TICKET DA ÚLTIMA COMPRA",
                "LOJA MAIS FREQUÊNTE",
                "LOJA DA ÚLTIMA COMPRA");

        assertThat(lines).hasSize(2_001);
        for (int column = 0; column < words.size(); column++) {
            int start = SampleLine.STARTS[column];
            assertThat(lines.getFirst()).contains(words.get(column));
            assertThat(lines.getFirst().indexOf(words.get(column))).isEqualTo(start);
            assertThat(lines.subList(1, lines.size()))
                    .allMatch(line -> line.length() == 151
                            && line.charAt(start) != ' '
                            && (start == 0 || line.charAt(start - 1) == ' '));
        }
    }

    @Test
    void emptyFileIsItsHeaderAndTooManyLinesAreRefused() throws IOException {
        assertThat(new String(sample(0, 1, Flaws.ONE_PERCENT), UTF_8)).isEqualTo(SampleFile.HEADER + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SampleFile.write(OutputStream.nullOutputStream(), SampleFile.MAX_LINES + 1, 1, Flaws.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleFile.write(OutputStream.nullOutputStream(), -1, 1, Flaws.NONE));
    }

    @Test
    void sampleIsRecognisedAsText() throws IOException {
        byte[] file = sample(1_000, 7, new Flaws(2, false));

        assertThat(FileKind.of(file, FileKind.HEAD_BYTES)).isEqualTo(FileKind.TEXT);
    }

    static byte[] sample(long lines, long seed, Flaws flaws) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SampleFile.write(out, lines, seed, flaws);
        return out.toByteArray();
    }

    /// The lines after the header, read as a part of the file.
    static ParsedPart parsed(byte[] file) {
        int headerEnd = SampleFile.HEADER.getBytes(UTF_8).length + 1;
        return new PartParser(300).parse(Arrays.copyOfRange(file, headerEnd, file.length), 2);
    }
}

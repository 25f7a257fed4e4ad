package dev.carga.domain.upload;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.TEN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistinctRowsTest {

    /// A part with one line per CPF, from line 10 on.
    private static ParsedPart part(String... cpfs) {
        String lines = String.join(" 0 1 NULL NULL NULL NULL NULL\n", cpfs) + " 0 1 NULL NULL NULL NULL NULL\n";
        return new PartParser(200).parse(lines.getBytes(US_ASCII), 10);
    }

    private static final ParsedPart THRICE = part("c3", "191", "a1", "c3", "b2", "000.000.001-91", "c3");

    @Test
    void skipKeepsTheFirstLine() {
        DistinctRows distinct = DistinctRows.of(THRICE, DuplicatePolicy.SKIP);

        assertThat(distinct.rows()).extracting(Purchase::line).containsExactly(11L, 12L, 14L, 10L);
        assertThat(distinct.duplicateLines()).containsExactlyInAnyOrder(13L, 15L, 16L);
    }

    @Test
    void updateKeepsTheLastLine() {
        DistinctRows distinct = DistinctRows.of(THRICE, DuplicatePolicy.UPDATE);

        assertThat(distinct.rows()).extracting(Purchase::line).containsExactly(15L, 12L, 14L, 16L);
        assertThat(distinct.duplicateLines()).containsExactlyInAnyOrder(10L, 11L, 13L);
    }

    @Test
    void updateTakesUnknownColumnsFromEarlierLines() {
        Document cpf = Cpf.read("191");
        int isPrivate = Purchase.bit(Column.PRIVATE);
        int incompleto = Purchase.bit(Column.INCOMPLETO);
        int ticket = Purchase.bit(Column.TICKET_MEDIO);
        Purchase first = new Purchase(1, cpf, true, false, null, ONE, null, null, null, incompleto | isPrivate);
        Purchase second = new Purchase(2, cpf, null, true, null, null, null, null, null, isPrivate | ticket);
        Purchase third = new Purchase(3, cpf, null, null, null, TEN, null, null, null, isPrivate | incompleto);
        ParsedPart part = new ParsedPart(List.of(first, second, third), Counters.NONE, List.of());

        assertThat(DistinctRows.of(part, DuplicatePolicy.UPDATE).rows())
                .containsExactly(new Purchase(3, cpf, true, true, null, TEN, null, null, null, isPrivate));
        assertThat(DistinctRows.of(part, DuplicatePolicy.SKIP).rows()).containsExactly(first);
    }

    @Test
    void failKeepsAllRowsForTheDatabaseToFindTheDuplicate() {
        assertThat(DistinctRows.of(THRICE, DuplicatePolicy.FAIL).rows()).isEqualTo(THRICE.rows());
    }

    @ParameterizedTest
    @EnumSource
    void partWithoutDuplicatesIsNotCopied(DuplicatePolicy policy) {
        ParsedPart part = part("b", "a", "191");
        DistinctRows distinct = DistinctRows.of(part, policy);

        assertThat(distinct.rows()).isSameAs(part.rows());
        assertThat(distinct.duplicateLines()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void partWithoutRowsHasNoDistinctRows(DuplicatePolicy policy) {
        assertThat(DistinctRows.of(part("too few columns"), policy).rows()).isEmpty();
    }
}

package dev.carga.domain.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CuttingRulesTest {

    @ParameterizedTest
    @CsvSource({"0,100,10", "-1,100,10", "1,100,0", "1,100,-5"})
    void partHoldsAtLeastOneLineOfOneByte(int maxRows, int maxBytes, int maxLineBytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CuttingRules(maxRows, maxBytes, maxLineBytes));
    }

    /// A line that is too long is kept with one byte beyond the limit, and with its line end.
    @ParameterizedTest
    @CsvSource({"1,11,10", "1,0,1", "1,2147483647,2147483646", "1,10,2147483647", "1,-2147483648,1"})
    void partHoldsTheLongestLine(int maxRows, int maxBytes, int maxLineBytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CuttingRules(maxRows, maxBytes, maxLineBytes));
    }

    @Test
    void smallestPartHoldsOneLineOfOneByte() {
        assertThat(new CuttingRules(1, 3, 1).maxBytes()).isEqualTo(3);
    }

    @Test
    void partsHaveTenThousandRowsByDefault() {
        assertThat(CuttingRules.DEFAULT).isEqualTo(new CuttingRules(10_000, 4 * 1024 * 1024, 64 * 1024));
    }
}

package dev.carga.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicatePolicyTest {

    @ParameterizedTest
    @EnumSource
    void everyPolicyIsReadBackFromItsKey(DuplicatePolicy policy) {
        assertThat(DuplicatePolicy.parse(policy.key())).contains(policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP, SKIP", "Update, UPDATE", "faIL, FAIL"})
    void caseOfAPolicyIsIgnored(String text, DuplicatePolicy policy) {
        assertThat(DuplicatePolicy.parse(text)).contains(policy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "skip ", "ignore", "skip,update", "ＳＫＩＰ", "upsert"})
    void otherTextIsNotAPolicy(String text) {
        assertThat(DuplicatePolicy.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FAIL,   ,  5, false",
        "FAIL,   3, 5, false",
        "FAIL,   7, 5, false",
        "SKIP,   ,  5, false",
        "SKIP,   3, 5, false",
        "SKIP,   7, 5, true",
        "UPDATE, ,  5, true",
        "UPDATE, 3, 5, true",
        "UPDATE, 7, 5, false",
        "SKIP,   5, 5, false",
        "UPDATE, 5, 5, false",
    })
    void lineReplacesTheRowAsThePolicyDemands(
            DuplicatePolicy policy, @Nullable Long existingLine, long line, boolean replaces) {
        assertThat(policy.replaces(existingLine, line)).isEqualTo(replaces);
    }

    @Test
    void duplicatesAreCountedByThePolicy() {
        Counters added = Counters.of(Map.of(Counter.TOTAL_ROWS, 5L, Counter.TOTAL_ADDED, 5L));

        assertThat(DuplicatePolicy.SKIP.count(added, 2).of(Counter.DUPLICATES)).isEqualTo(2);
        assertThat(DuplicatePolicy.UPDATE.count(added, 2).of(Counter.TOTAL_UPDATED))
                .isEqualTo(2);
        assertThat(DuplicatePolicy.UPDATE.count(added, 2).of(Counter.TOTAL_ADDED))
                .isEqualTo(3);
        assertThat(DuplicatePolicy.FAIL.count(added, 0)).isEqualTo(added);
        assertThatIllegalArgumentException().isThrownBy(() -> DuplicatePolicy.SKIP.count(added, 6));
    }
}

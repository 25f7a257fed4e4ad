package dev.carga.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectLimitTest {

    @ParameterizedTest
    @CsvSource({
        "0,         0,        10, true,  false",
        "0,         1,        10, false, true",
        "3,         3,        10, true,  false",
        "3,         4,        10, false, true",
        "2.5%,      25,     1000, true,  false",
        "2.5%,      26,     1000, true,  true",
        "2.5%,      26,     1000, false, false", // too few lines for a percentage
        "2.5%,      9999,   9999, false, false",
        "2.5%,      251,   10000, false, true",
        "2.5%,      250,   10000, false, false",
        "0%,        0,         5, true,  false",
        "0%,        1, 100000000, true,  true",
        "100%,      5,         5, true,  false",
        "0.001%,    1,    100000, true,  false",
        "0.001%,    2,    100000, true,  true",
        "33.333%,   1,         3, true,  true", // a third is more
        "1%,        0,         0, true,  false"
    })
    void limitIsExceededByMoreLines(String limit, long rejected, long lines, boolean whole, boolean expected) {
        assertThat(RejectLimit.parse(limit).orElseThrow().isExceededBy(rejected, lines, whole))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "1.5",
                "%",
                "1,5%",
                "101%",
                "100.001%",
                "1.2345%",
                ".5%",
                " 1",
                "1e3",
                "ten",
                "9999999999999999999"
            })
    void otherTextIsNotALimit(String text) {
        assertThat(RejectLimit.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100", "2.5%", "100%", "0.001%", "999999999999999999"})
    void limitIsFormattedAsItWasParsed(String text) {
        assertThat(RejectLimit.parse(text).orElseThrow()).hasToString(text);
    }
}

package dev.carga.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses a page in the text format of Prometheus, version 0.0.4. A page that violates the format fails the test.
public final class MetricsText {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern TYPE = Pattern.compile("counter|gauge|histogram|summary|untyped");
    private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(?:\\{(.*)})? ([-+0-9.eE]+|NaN|[+-]Inf)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\",?");

    /// All series with one name.
    public record Family(String name, String type, List<Sample> samples) {}

    /// One series and its value.
    public record Sample(String name, Map<String, String> labels, double value) {}

    private final String text;
    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Set<String> described = new HashSet<>();
    private final Set<String> series = new HashSet<>();

    public MetricsText(String text) {
        this.text = text;
        assertThat(text).endsWith("\n").doesNotContain("\r");
        @Nullable Family family = null;
        for (String line : text.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                assertThat(described.add(line.split(" ", 4)[2])).as(line).isTrue();
            } else if (line.startsWith("# TYPE ")) {
                family = family(line.split(" ", -1));
            } else {
                assertThat(family).as("a type before %s", line).isNotNull();
                family.samples().add(sample(family, line));
            }
        }
        families.values().forEach(MetricsText::check);
        assertThat(described).containsExactlyInAnyOrderElementsOf(families.keySet());
    }

    private Family family(String[] words) {
        assertThat(words).hasSize(4);
        assertThat(words[2]).matches(NAME);
        assertThat(words[3]).matches(TYPE);
        Family family = new Family(words[2], words[3], new ArrayList<>());
        assertThat(families.put(words[2], family)).as("told once: %s", words[2]).isNull();
        return family;
    }

    private Sample sample(Family family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String suffix = sample.group(1)
                .substring(Math.min(family.name().length(), sample.group(1).length()));
        assertThat(sample.group(1)).as(line).startsWith(family.name());
        assertThat(suffix).as(line).matches(suffixes(family.type()));
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        int end = 0;
        while (label.lookingAt()) {
            assertThat(labels.put(label.group(1), label.group(2))).as(line).isNull();
            end = label.end();
            label.region(end, label.regionEnd());
        }
        assertThat(end)
                .as(line)
                .isEqualTo(sample.group(2) == null ? 0 : sample.group(2).length());
        assertThat(series.add(sample.group(1) + labels))
                .as("one of each: %s", line)
                .isTrue();
        return new Sample(sample.group(1), labels, value(sample.group(3)));
    }

    private static String suffixes(String type) {
        return switch (type) {
            case "histogram" -> "_bucket|_sum|_count";
            case "summary" -> "|_sum|_count";
            default -> "";
        };
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void check(Family family) {
        assertThat(family.samples()).as(family.name()).isNotEmpty();
        switch (family.type()) {
            case "counter" -> {
                assertThat(family.name()).endsWith("_total");
                assertThat(family.samples()).allMatch(sample -> sample.value() >= 0);
            }
            case "histogram" -> checkHistogram(family);
            default -> assertThat(family.name()).doesNotEndWith("_total");
        }
    }

    /// Buckets are cumulative, and the last equals the count.
    private static void checkHistogram(Family family) {
        Map<String, Double> last = new LinkedHashMap<>();
        for (Sample sample : family.samples()) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            @Nullable String bound = labels.remove("le");
            if (sample.name().endsWith("_bucket")) {
                assertThat(bound).isNotNull();
                assertThat(sample.value()).isGreaterThanOrEqualTo(last.getOrDefault(labels.toString(), 0.0));
                last.put(labels.toString(), sample.value());
            } else if (sample.name().endsWith("_count")) {
                assertThat(last).as(family.name()).containsEntry(labels.toString(), sample.value());
            }
        }
    }

    public Map<String, Family> families() {
        return families;
    }

    /// All series of this name.
    public List<Sample> samples(String name) {
        return families.values().stream()
                .flatMap(family -> family.samples().stream())
                .filter(sample -> sample.name().equals(name))
                .toList();
    }

    /// The value of the one series of this name with exactly these labels, such as `outcome=added`.
    public double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (String label : labels) {
            wanted.put(label.replaceFirst("=.*", ""), label.replaceFirst("[^=]*=", ""));
        }
        return samples(name).stream()
                .filter(sample -> sample.labels().equals(wanted))
                .mapToDouble(Sample::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + name + wanted + " in\n" + text));
    }

    @Override
    public String toString() {
        return text;
    }
}

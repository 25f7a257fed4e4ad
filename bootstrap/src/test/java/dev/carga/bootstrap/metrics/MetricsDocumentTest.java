package dev.carga.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/reference/metrics.md` lists exactly the metrics that the page serves.
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "metrics.md");

    /// `` | `name` | type | `label`, `label` | …``
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(carga_[a-z_]+)` \\| ([a-z]+) \\| ([^|]*) \\|");

    private static final Pattern LABEL = Pattern.compile("`([a-z]+)");

    @Test
    void documentAndPageHaveTheSameMetrics() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(row -> assertThat(documented.put(row.group(1), row.group(2) + labels(row)))
                        .as("listed once: %s", row.group(1))
                        .isNull());

        assertThat(documented).isNotEmpty().isEqualTo(onThePage());
    }

    private static Set<String> labels(MatchResult row) {
        Set<String> labels = new TreeSet<>();
        LABEL.matcher(row.group(3)).results().forEach(label -> labels.add(label.group(1)));
        return labels;
    }

    /// Without the maximum that comes with each histogram, which the document describes once for all.
    private static Map<String, String> onThePage() {
        CheckHealth health = new CheckHealth(
                Optional::empty, Condition.Up::new, Condition.Up::new, Condition.Up::new, CheckHealth.BOUND);
        Map<String, String> served = new TreeMap<>();
        try (Metrics metrics = new Metrics("1", health)) {
            metrics.requests().answered("GET", "/", 200, Duration.ofMillis(1));
            MetricsText text = new MetricsText(new String(metrics.write(null).body(), StandardCharsets.UTF_8));
            text.families().forEach((name, family) -> {
                if (name.startsWith("carga_") && !isLongestOf(text, name)) {
                    served.put(name, family.type() + labels(family));
                }
            });
        }
        return served;
    }

    private static boolean isLongestOf(MetricsText text, String name) {
        MetricsText.Family histogram = text.families().get(name.replaceFirst("_max$", ""));
        return histogram != null && histogram.type().equals("histogram") && name.endsWith("_max");
    }

    private static Set<String> labels(MetricsText.Family family) {
        Set<String> labels = new TreeSet<>();
        family.samples().forEach(sample -> labels.addAll(sample.labels().keySet()));
        labels.remove("le");
        return labels;
    }
}

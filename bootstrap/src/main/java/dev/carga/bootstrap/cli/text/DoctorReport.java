package dev.carga.bootstrap.cli.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.bootstrap.doctor.Finding;
import dev.carga.bootstrap.doctor.Finding.Level;
import java.util.List;
import java.util.Locale;

/// The findings of `carga doctor`, as text and as JSON.
public final class DoctorReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DoctorReport() {}

    /// One line about a finding.
    public static String line(Finding finding) {
        return "%-4s  %s — %s%s"
                .formatted(
                        name(finding.level()),
                        finding.what(),
                        finding.found(),
                        finding.advice() == null ? "" : "; to do: " + finding.advice());
    }

    /// How many findings there are of each level, and what to do next.
    public static String summary(List<Finding> findings) {
        long failed = count(findings, Level.FAIL);
        long warned = count(findings, Level.WARN);
        String counts = "%d checks: %d ok, %d warn, %d fail, %d skipped"
                .formatted(findings.size(), count(findings, Level.OK), warned, failed, count(findings, Level.SKIP));
        if (failed > 0) {
            return counts + ". Fix what failed, the first one first, and run carga doctor again.";
        }
        return counts + (warned > 0 ? ". Carga works here; read the warnings." : ". Everything is in order.");
    }

    /// `{"healthy": …, "ok": …, "warn": …, "fail": …, "skip": …, "findings": [{…}]}`
    public static String json(List<Finding> findings) {
        ArrayNode list = JSON.createArrayNode();
        for (Finding finding : findings) {
            list.addObject()
                    .put("level", name(finding.level()))
                    .put("what", finding.what())
                    .put("found", finding.found())
                    .put("to_do", finding.advice());
        }
        ObjectNode all = JSON.createObjectNode().put("healthy", count(findings, Level.FAIL) == 0);
        for (Level level : Level.values()) {
            all.put(name(level), count(findings, level));
        }
        all.set("findings", list);
        return all.toString();
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String name(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}

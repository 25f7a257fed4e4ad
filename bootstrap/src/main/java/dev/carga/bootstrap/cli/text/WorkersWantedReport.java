package dev.carga.bootstrap.cli.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.application.dispatch.Backlog;
import dev.carga.application.scale.ConnectionBudget;
import dev.carga.application.scale.CountWantedWorkers.Count;
import dev.carga.application.scale.WantedWorkers;

/// The result of `carga workers-wanted` as JSON.
public final class WorkersWantedReport {

    private WorkersWantedReport() {}

    /// `{"wanted": …, "backlog": {…}, "connections": {…}, "rule": {…}}`
    public static String json(Count count) {
        Backlog backlog = count.backlog();
        ConnectionBudget budget = count.budget();
        WantedWorkers rule = count.rule();
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("wanted", count.wanted());
        json.putObject("backlog")
                .put("received_parts", backlog.receivedParts())
                .put("queued_parts", backlog.queuedParts())
                .put("parts", backlog.parts())
                .put("lines", backlog.lines())
                .put("oldest_seconds", backlog.oldest().toMillis() / 1000.0);
        json.putObject("connections")
                .put("limit", budget.limit())
                .put("kept", budget.kept())
                .put("per_worker", budget.perWorker())
                .put("workers", budget.workers());
        json.putObject("rule")
                .put("parts_per_worker", rule.partsPerWorker())
                .put("parts_at_once", rule.partsAtOnce())
                .put("patience_seconds", rule.patience().toSeconds())
                .put("min", rule.min())
                .put("max", rule.max());
        return json.toString();
    }
}

package dev.carga.bootstrap.scaling;

import dev.carga.application.scale.ConnectionBudget;
import dev.carga.application.scale.WantedWorkers;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;

/// The rule of `carga workers-wanted` with its defaults, which the query of the ScaledObject implements in SQL. The
/// query has no minimum and maximum: the ScaledObject sets them.
final class QueryRule {

    private static final int PARTS_AT_ONCE = Manifests.number("CARGA_WORKERS");

    static final WantedWorkers RULE = new WantedWorkers(
            WantedWorkers.PARTS_PER_WORKER, PARTS_AT_ONCE, WantedWorkers.PATIENCE, 0, Integer.MAX_VALUE);

    private QueryRule() {}

    static ConnectionBudget budget(int connections) {
        return new ConnectionBudget(
                connections, ConnectionBudget.USUALLY_KEPT, Settings.allConnections(Role.WORKER, PARTS_AT_ONCE));
    }
}

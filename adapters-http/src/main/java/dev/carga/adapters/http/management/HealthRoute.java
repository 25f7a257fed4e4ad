package dev.carga.adapters.http.management;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Health;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// `GET /health/live`: the process responds. `GET /health/ready`: whether it should get requests, and if not,
/// why.
final class HealthRoute {

    private static final JsonMapper JSON = new JsonMapper();

    private final CheckHealth health;

    HealthRoute(CheckHealth health) {
        this.health = health;
    }

    static void live(Context ctx) {
        Responses.answer(ctx, 200, bytes(JSON.createObjectNode().put("status", "up")));
    }

    void ready(Context ctx) {
        Health health = this.health.check();
        ObjectNode json =
                JSON.createObjectNode().put("status", health.status().name().toLowerCase(Locale.ROOT));
        if (health.closed() != null) {
            json.put("reason", health.closed());
        }
        json.set("database", json(health.database()));
        json.set("broker", json(health.broker()));
        json.set("migrations", json(health.migrations()));
        boolean takesUploads = switch (health.status()) {
            case READY, DEGRADED -> true;
            case NOT_READY -> false;
        };
        if (!takesUploads) {
            ctx.header("Retry-After", Responses.RETRY_AFTER_SECONDS);
        }
        Responses.answer(ctx, takesUploads ? 200 : 503, bytes(json));
    }

    private static ObjectNode json(Condition condition) {
        return switch (condition) {
            case Condition.Up _ -> JSON.createObjectNode().put("status", "up");
            case Condition.Down(String reason) ->
                JSON.createObjectNode().put("status", "down").put("reason", reason);
            case Condition.Unknown(String reason) ->
                JSON.createObjectNode().put("status", "unknown").put("reason", reason);
        };
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}

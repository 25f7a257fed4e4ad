package dev.carga.adapters.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carga.application.InfrastructureException;
import dev.carga.application.receive.ResumableStore.Checkpoint;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.TextStream;
import java.io.IOException;

/// Where the reading of a file stands, as in `carga_resumable.checkpoint`.
final class StoredCheckpoint {

    private static final JsonMapper JSON = new JsonMapper();

    private StoredCheckpoint() {}

    static String toJson(Checkpoint checkpoint) {
        return JSON.createObjectNode()
                .put("parts", checkpoint.cutter().parts())
                .put("first_line", checkpoint.cutter().firstLine())
                .put("head_lines", checkpoint.cutter().headLines())
                .put("carriage_return", checkpoint.held().carriageReturn())
                .put("half", checkpoint.held().half())
                .put("high", checkpoint.held().high())
                .put("sha256_state", checkpoint.digest())
                .toString();
    }

    static @Nullable Checkpoint read(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode tree = JSON.readTree(json);
            return new Checkpoint(
                    new PartCutter.Standing(
                            tree.required("parts").intValue(),
                            tree.required("first_line").longValue(),
                            tree.required("head_lines").intValue(), null),
                    new TextStream.Held(
                            tree.required("carriage_return").booleanValue(),
                            tree.required("half").intValue(),
                            tree.required("high").intValue()),
                    tree.required("sha256_state").binaryValue());
        } catch (IOException | IllegalArgumentException e) {
            throw new InfrastructureException.Permanent("Where the reading of an upload stands cannot be read", e);
        }
    }
}

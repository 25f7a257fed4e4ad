package dev.carga.adapters.postgres.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.postgres.layout.StoredColumns;
import dev.carga.application.InfrastructureException;
import dev.carga.application.receive.ResumableStore.Checkpoint;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.TextStream;
import java.io.IOException;

/// The position in a file where receiving can resume, as in `carga_resumable.checkpoint`.
///
/// Before version 9, the key was `head_lines` instead of `head_lines_left`. So an older process cannot resume
/// from a newer checkpoint, and must not: it would store parts of a file whose dialect it does not know. The
/// sender tries again and reaches a newer process in the end.
public final class StoredCheckpoint {

    private static final JsonMapper JSON = new JsonMapper();

    private StoredCheckpoint() {}

    public static String toJson(Checkpoint checkpoint) {
        ObjectNode json = JSON.createObjectNode()
                .put("parts", checkpoint.cutter().parts())
                .put("first_line", checkpoint.cutter().firstLine())
                .put("head_lines_left", checkpoint.cutter().headLines())
                .put("carriage_return", checkpoint.held().carriageReturn())
                .put("half", checkpoint.held().half())
                .put("high", checkpoint.held().high())
                .put("sha256_state", checkpoint.digest());
        @Nullable FileColumns columns = checkpoint.cutter().columns();
        if (columns != null) {
            json.set("columns", StoredColumns.toNode(columns));
        }
        return json.toString();
    }

    public static @Nullable Checkpoint read(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode tree = JSON.readTree(json);
            return new Checkpoint(
                    new PartCutter.CutterCheckpoint(
                            tree.required("parts").intValue(),
                            tree.required("first_line").longValue(),
                            tree.required(tree.has("head_lines") ? "head_lines" : "head_lines_left")
                                    .intValue(),
                            tree.has("columns") ? StoredColumns.read(tree.path("columns")) : null),
                    new TextStream.Held(
                            tree.required("carriage_return").booleanValue(),
                            tree.required("half").intValue(),
                            tree.required("high").intValue()),
                    tree.required("sha256_state").binaryValue());
        } catch (IOException | IllegalArgumentException e) {
            throw new InfrastructureException.Permanent("The checkpoint of an upload cannot be read", e);
        }
    }
}

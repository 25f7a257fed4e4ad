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

/// Where the reading of a file stands, as in `carga_resumable.checkpoint`.
///
/// Before version 9 there was `head_lines` instead of `head_lines_left`. A process of that time finds nothing
/// that it could go on from: it would store parts of a file whose dialect it does not know, for workers that do
/// not know it either. Its sender comes again, and meets another process in the end.
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
            throw new InfrastructureException.Permanent("Where the reading of an upload stands cannot be read", e);
        }
    }
}

package dev.carga.adapters.http.exchange;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/// The body of a response with a problem, in the form of RFC 9457. It has two more members: `code`, a stable
/// name, and `error`, the predecessor's name of `detail`.
public final class ProblemBody {

    private static final JsonMapper JSON = new JsonMapper();

    private ProblemBody() {}

    public static byte[] of(Problem problem, Object... arguments) {
        return bytes(json(problem, arguments));
    }

    /// The body where the HTTP server has already chosen another status than the problem's.
    static byte[] withStatus(int status, Problem problem) {
        return bytes(write(problem, status, problem.text()));
    }

    /// The body as an object, to which more members may be added.
    public static ObjectNode json(Problem problem, Object... arguments) {
        return write(problem, problem.status(), problem.text(arguments));
    }

    public static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode write(Problem problem, int status, String text) {
        return JSON.createObjectNode()
                .put("type", "urn:carga:problem:" + problem.code())
                .put("title", title(problem.code()))
                .put("status", status)
                .put("detail", text)
                .put("code", problem.code())
                .put("error", text);
    }

    /// `no_file` is titled `No file`.
    private static String title(String code) {
        return (Character.toUpperCase(code.charAt(0)) + code.substring(1)).replace('_', ' ');
    }
}

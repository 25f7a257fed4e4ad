package dev.carga.adapters.http.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A problem as one request has it.
///
/// @param arguments fill the placeholders of the problem's text, in their order
public record RequestProblem(Problem problem, List<Object> arguments) {

    public RequestProblem {
        arguments = List.copyOf(arguments);
    }

    public static RequestProblem of(Problem problem, Object... arguments) {
        return new RequestProblem(problem, List.of(arguments));
    }

    public String text() {
        return problem.text(arguments.toArray());
    }

    /// The body of the response, to which more members may be added.
    public ObjectNode json() {
        return ProblemBody.json(problem, arguments.toArray());
    }
}

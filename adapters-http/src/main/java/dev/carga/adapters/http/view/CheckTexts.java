package dev.carga.adapters.http.view;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.check.CheckedFile;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.purchase.LineIssue;
import java.util.List;

/// The English sentences of [CheckJson], for a report that is not JSON.
public final class CheckTexts {

    private CheckTexts() {}

    /// Why the file cannot be read, or not to its end; null if it can.
    public static @Nullable String refusal(CheckedFile file) {
        return file.result() instanceof ReceiveResult.Accepted ? null : CheckJson.refusal(file, IssueMessages.ENGLISH);
    }

    /// Why the file is not in order, one sentence for each reason; empty if it is.
    public static List<String> wrong(CheckedFile file) {
        return file.wrong().stream()
                .map(wrong -> CheckMessages.of(wrong, file, IssueMessages.ENGLISH))
                .toList();
    }

    /// What is wrong with these lines.
    public static String reason(CheckedFile.Issues issues) {
        return IssueMessages.ENGLISH.reason(issues.first().getFirst());
    }

    /// The first 200 characters of a rejected line; null if the line was not kept.
    public static @Nullable String lineStart(LineIssue issue, @Nullable Layout layout) {
        return CheckJson.text(issue, layout);
    }
}

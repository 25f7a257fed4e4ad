package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.cli.client.CargaClient;
import dev.carga.bootstrap.cli.client.ClientResult;
import dev.carga.bootstrap.cli.client.ClientResult.Declined;
import dev.carga.bootstrap.cli.client.ClientResult.Success;
import dev.carga.bootstrap.cli.client.FailedPart;
import dev.carga.bootstrap.cli.client.UploadDetails;
import dev.carga.bootstrap.cli.text.UploadMessages;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carga status ID`: one upload in full.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the state of an upload, and the results of its lines.")
public final class StatusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The upload's message_id.")
    private String id = "";

    @Option(names = "--json", description = "Print the server's JSON.")
    private boolean json;

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        UploadId upload = UploadIds.parse(id);
        try (CargaClient client = where.open(false)) {
            ClientResult<String> answer = json
                    ? client.findJson(upload).map(document -> document + System.lineSeparator())
                    : text(client, upload);
            return switch (answer) {
                case Success<String>(String text) -> print(text);
                case Declined<String>(String reason) -> CommandEnvironment.printDeclined(spec, reason);
            };
        }
    }

    private ClientResult<String> text(CargaClient client, UploadId id) throws IOException, InterruptedException {
        return switch (client.find(id)) {
            case Declined<UploadDetails>(String reason) -> new Declined<>(reason);
            case Success<UploadDetails>(UploadDetails upload) ->
                upload.state().isEmpty()
                        ? new Declined<>(UploadMessages.unknownState(upload))
                        : failedParts(client, id, upload).map(parts -> UploadMessages.inFull(upload, parts));
        };
    }

    private static ClientResult<List<FailedPart>> failedParts(CargaClient client, UploadId id, UploadDetails upload)
            throws IOException, InterruptedException {
        return upload.parts().failed() == 0 ? new Success<>(List.of()) : client.failedParts(id);
    }

    private int print(String text) {
        PrintWriter out = CommandEnvironment.out(spec);
        out.print(text);
        out.flush();
        return 0;
    }
}

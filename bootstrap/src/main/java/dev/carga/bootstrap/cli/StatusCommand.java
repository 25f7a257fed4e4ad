package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
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
        description = "Tells how an upload stands, and what became of its lines.")
public final class StatusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The upload's message_id.")
    private String id = "";

    @Option(names = "--json", description = "As JSON, as the server gives it.")
    private boolean json;

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        UploadId upload = UploadIds.parse(id);
        PrintWriter out = CommandEnvironment.out(spec);
        try (Uploads uploads = where.open(false)) {
            JsonNode status = uploads.one(upload);
            if (json) {
                out.println(status);
                return 0;
            }
            List<FailedPart> failed = UploadMessages.failedParts(status) == 0 ? List.of() : uploads.failedParts(upload);
            out.print(UploadMessages.inFull(status, failed));
            out.flush();
            return 0;
        } catch (RefusedException e) {
            return CommandEnvironment.refuse(spec, e);
        }
    }
}

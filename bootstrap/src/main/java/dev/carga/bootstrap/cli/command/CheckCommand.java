package dev.carga.bootstrap.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.adapters.http.view.CheckJson;
import dev.carga.application.check.CheckFile;
import dev.carga.application.check.CheckedFile;
import dev.carga.application.check.FileToCheck;
import dev.carga.bootstrap.cli.text.CheckReport;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.wiring.Checks;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.RejectLimit;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carga check FILE…`: what loading would do with files, without a server and without a database.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reads files as loading does, without a database, and reports what was recognised, how the rows will"
                        + " be stored, and what is wrong. Exit status 0 only if nothing is wrong.")
public final class CheckCommand implements Callable<Integer> {

    private static final int SOMETHING_IS_WRONG = 1;
    private static final int MAX_ROWS = 1000;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to check, one after another.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "Print JSON: one document for all files.")
    private boolean json;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many of the first rows to show. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Mixin
    private LayoutFlags layout = new LayoutFlags();

    @Mixin
    private LinePolicyFlags policies = new LinePolicyFlags();

    @Option(
            names = "--max-rejects",
            paramLabel = "LIMIT",
            converter = UploadFlagConverters.Limit.class,
            description = "How many lines may be rejected: a number, or a percentage such as 2.5%%. Default: none.")
    private @Nullable RejectLimit maxRejects;

    @Option(
            names = "--max-flaws",
            paramLabel = "LIMIT",
            converter = UploadFlagConverters.Limit.class,
            description = "How many lines may have a value that is invalid or unreadable. Default: none.")
    private @Nullable RejectLimit maxFlaws;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (lines < 0 || lines > MAX_ROWS) {
            throw new InvalidSettingException("--lines is " + lines + ": it must be from 0 to " + MAX_ROWS);
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new InvalidSettingException(file + " cannot be read: is it a file, and may you read it?");
            }
        }
        CheckFile check = Checks.ofFiles();
        PrintWriter out = CommandEnvironment.out(spec);
        List<CheckedFile> all = new ArrayList<>();
        for (Path file : files) {
            List<CheckedFile> checked = check(check, file);
            all.addAll(checked);
            if (!json) {
                checked.forEach(one -> out.print(CheckReport.of(one)));
                out.flush();
            }
        }
        if (json) {
            out.println(new String(CheckJson.of(all), UTF_8));
            out.flush();
        }
        return all.stream().allMatch(file -> file.wrong().isEmpty()) ? 0 : SOMETHING_IS_WRONG;
    }

    private List<CheckedFile> check(CheckFile check, Path file) throws IOException {
        FileToCheck toCheck = new FileToCheck(String.valueOf(file.getFileName()), rules(), layout.options(), lines);
        try (InputStream body = Files.newInputStream(file)) {
            return check.check(toCheck, body);
        }
    }

    private LoadingRules rules() {
        LinePolicies linePolicies = policies.policies();
        return new LoadingRules(
                DuplicatePolicy.FAIL,
                linePolicies.onInvalid(),
                linePolicies.onUnreadable(),
                maxRejects,
                maxFlaws,
                AbortPolicy.KEEP,
                false);
    }
}

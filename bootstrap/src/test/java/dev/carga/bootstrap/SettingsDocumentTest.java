package dev.carga.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.cli.command.EnvironmentDefaults;
import dev.carga.bootstrap.settings.SecretFiles;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `docs/reference/settings.md` lists the flags of the command line. The text between a comment `generated: NAME`
/// and the next `end` is generated from them; the text around it is written by hand.
///
/// With `-Ddocs.write` the test updates the page instead of comparing it:
///
/// `./mvnw test -pl bootstrap -Dtest=SettingsDocumentTest -Ddocs.write`
class SettingsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "settings.md");

    private static final Pattern GENERATED =
            Pattern.compile("(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->\n)", Pattern.DOTALL);

    private static final String SECRETS = "secrets";
    private static final Pattern DEFAULT = Pattern.compile("^(.*?) ?Default: (.*?)\\.?$");

    private final Map<String, CommandLine> commands = Main.commandLine(Map.of()).getSubcommands();
    private final List<String> flagsOfServe =
            options("serve").stream().map(OptionSpec::longestName).toList();

    @Test
    void documentListsEveryFlag() throws IOException {
        String document = Files.readString(DOCUMENT);
        String generated = GENERATED
                .matcher(document)
                .replaceAll(part -> Matcher.quoteReplacement(part.group(1) + content(part.group(2)) + part.group(3)));
        if (System.getProperty("docs.write") != null) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("write it with -Ddocs.write, see SettingsDocumentTest")
                .isEqualTo(generated);
    }

    @Test
    void documentListsEveryCommandOnce() throws IOException {
        List<String> documented = GENERATED
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult part) -> part.group(2))
                .filter(name -> !name.equals(SECRETS))
                .toList();

        assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(commands.keySet());
    }

    @Test
    void everyFlagIsSetByTheVariableThatTheDocumentNames() {
        for (String command : commands.keySet()) {
            for (OptionSpec option : options(command)) {
                assertThat(new EnvironmentDefaults(Map.of(variable(option), "7")).defaultValue(option))
                        .as("%s of %s", variable(option), command)
                        .isEqualTo("7");
            }
        }
    }

    private String content(String name) {
        return name.equals(SECRETS)
                ? SecretFiles.VARIABLES.stream()
                                .map(variable -> "`" + variable + "_FILE`")
                                .collect(Collectors.joining(", "))
                        + "\n"
                : section(name);
    }

    private String section(String name) {
        CommandSpec command = command(name);
        StringBuilder text = new StringBuilder(
                String.join(" ", command.usageMessage().description()).replace("%%", "%") + "\n");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            text.append("\n`")
                    .append(parameter.paramLabel())
                    .append(parameter.arity().max() > 1 ? "…" : "")
                    .append("`: ")
                    .append(String.join(" ", parameter.description()))
                    .append('\n');
        }
        List<OptionSpec> own = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        for (OptionSpec option : options(name)) {
            if (name.equals("serve") || !flagsOfServe.contains(option.longestName()) || meansSomethingElse(option)) {
                own.add(option);
            } else {
                shared.add("`" + option.longestName() + "`");
            }
        }
        if (!own.isEmpty()) {
            text.append("\n| flag | variable | default | meaning |\n|---|---|---|---|\n");
            own.forEach(option -> text.append(row(option)));
        }
        if (!shared.isEmpty()) {
            text.append(
                    shared.size() == flagsOfServe.size()
                            ? "\nIt takes every flag of `serve` too.\n"
                            : "\nIt takes these flags of `serve` too: " + String.join(", ", shared) + ".\n");
        }
        return text.toString();
    }

    /// A flag with the same name as one of the server's.
    private boolean meansSomethingElse(OptionSpec option) {
        OptionSpec servers = command("serve").findOption(option.longestName());
        return !Arrays.equals(option.description(), servers.description());
    }

    private CommandSpec command(String name) {
        return Objects.requireNonNull(commands.get(name), name).getCommandSpec();
    }

    private List<OptionSpec> options(String command) {
        return command(command).options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
    }

    private static String row(OptionSpec option) {
        String description = String.join(" ", option.description())
                .replace("%%", "%")
                .replace("${COMPLETION-CANDIDATES}", candidates(option));
        Matcher end = DEFAULT.matcher(description);
        String meaning = end.matches() ? end.group(1) : description;
        String value = end.matches() ? end.group(2) : usual(option);
        return "| " + flag(option) + " | `" + variable(option) + "` | "
                + escape(value.equals(option.defaultValue()) ? "`" + value + "`" : value) + " | " + escape(meaning)
                + " |\n";
    }

    private static String candidates(OptionSpec option) {
        return option.completionCandidates() == null
                ? ""
                : StreamSupport.stream(option.completionCandidates().spliterator(), false)
                        .collect(Collectors.joining(", "));
    }

    private static String usual(OptionSpec option) {
        @Nullable String standard = option.defaultValue();
        if (standard != null) {
            return standard;
        }
        return isSwitch(option) ? "no" : "–";
    }

    private static boolean isSwitch(OptionSpec option) {
        return option.arity().max() == 0;
    }

    private static String flag(OptionSpec option) {
        String name = option.longestName();
        if (option.negatable()) {
            return "`" + name + "`, `--no-" + name.substring(2) + "`";
        }
        return "`" + name + (isSwitch(option) ? "" : " " + escape(option.paramLabel())) + "`";
    }

    private static String variable(OptionSpec option) {
        return "CARGA_" + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("|", "\\|");
    }
}

package dev.carga.adapters.http.view;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.check.CheckedFile;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.domain.purchase.Counter;

/// Messages about a file that is only checked. The messages of [Problem] speak of loaded lines instead.
final class CheckMessages {

    private CheckMessages() {}

    static String of(CheckedFile.Wrong wrong, CheckedFile file, IssueMessages language) {
        return switch (language) {
            case ENGLISH -> english(wrong, file);
            case PORTUGUESE -> portuguese(wrong, file);
        };
    }

    private static String english(CheckedFile.Wrong wrong, CheckedFile file) {
        return switch (wrong) {
            case NOT_READ -> "The file cannot be read, or only in part: see refused";
            case NO_ROWS -> "No line would become a row";
            case REJECTS -> "Rejected lines: " + file.counters().of(Counter.TOTAL_REJECTED);
            case FLAWS ->
                "Lines with an invalid or unreadable value: " + file.counters().of(Counter.TOTAL_FLAWED);
            case DUPLICATES ->
                "Lines that repeat the CPF of an earlier line: " + file.lines().duplicates();
        };
    }

    private static String portuguese(CheckedFile.Wrong wrong, CheckedFile file) {
        return switch (wrong) {
            case NOT_READ -> "O arquivo não pode ser lido, ou só em parte: veja refused";
            case NO_ROWS -> "Nenhuma linha geraria um registro";
            case REJECTS -> "Linhas rejeitadas: " + file.counters().of(Counter.TOTAL_REJECTED);
            case FLAWS ->
                "Linhas com valor inválido ou ilegível: " + file.counters().of(Counter.TOTAL_FLAWED);
            case DUPLICATES ->
                "Linhas que repetem o CPF de uma linha anterior: "
                        + file.lines().duplicates();
        };
    }

    static String of(Stop reason, IssueMessages language) {
        return switch (language) {
            case ENGLISH -> english(reason);
            case PORTUGUESE -> portuguese(reason);
        };
    }

    private static String english(Stop reason) {
        return switch (reason) {
            case DAMAGED -> "The file cannot be decompressed because it is corrupt. Compress it again";
            case TRUNCATED -> "The compressed file is truncated. Send the complete file";
            case ENCRYPTED -> "The file is protected by a password. Compress it without one";
            case UNSUPPORTED -> "Carga does not support the compression method. Use gzip, zstd or plain zip";
            case WINDOW_TOO_LARGE ->
                "zstd used a window larger than 128 MiB. Compress the file without --ultra and --long";
            case EXPANDS_TOO_FAR -> "Decompressed, the file is more than 200 times as large";
            case TOO_MANY_FILES -> "The archive contains more files than Carga accepts at once";
            case TOO_LARGE -> "The file is larger than the limit";
        };
    }

    private static String portuguese(Stop reason) {
        return switch (reason) {
            case DAMAGED -> "Não foi possível descompactar o arquivo, pois está corrompido. Compacte-o de novo";
            case TRUNCATED -> "O arquivo compactado está incompleto. Envie o arquivo inteiro";
            case ENCRYPTED -> "O arquivo está protegido por senha. Compacte-o sem senha";
            case UNSUPPORTED -> "O Carga não suporta o método de compactação. Use gzip, zstd ou zip comum";
            case WINDOW_TOO_LARGE ->
                "O zstd usou uma janela maior que 128 MiB. Compacte o arquivo sem --ultra e sem --long";
            case EXPANDS_TOO_FAR -> "Descompactado, o arquivo fica mais de 200 vezes maior";
            case TOO_MANY_FILES -> "O arquivo compactado contém mais arquivos do que o Carga aceita de uma vez";
            case TOO_LARGE -> "O arquivo ultrapassa o tamanho máximo";
        };
    }
}

package dev.carga.adapters.http.view;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.check.CheckedFile;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.domain.purchase.Counter;

/// What is wrong with a file that is only looked at, for people: of uploads it would be said that lines are loaded.
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
            case NOT_READ -> "The file cannot be read, or not to its end: see refused";
            case NO_ROWS -> "No line gives a row";
            case REJECTS -> "Rejected lines: " + file.counters().of(Counter.TOTAL_REJECTED);
            case FLAWS ->
                "Lines with a value that is wrong or cannot be read: "
                        + file.counters().of(Counter.TOTAL_FLAWED);
            case DUPLICATES ->
                "Lines whose CPF stands on an earlier line: " + file.lines().duplicates();
        };
    }

    private static String portuguese(CheckedFile.Wrong wrong, CheckedFile file) {
        return switch (wrong) {
            case NOT_READ -> "O arquivo não pode ser lido, ou não até o fim: veja refused";
            case NO_ROWS -> "Nenhuma linha gera registro";
            case REJECTS -> "Linhas rejeitadas: " + file.counters().of(Counter.TOTAL_REJECTED);
            case FLAWS ->
                "Linhas com valor errado ou ilegível: " + file.counters().of(Counter.TOTAL_FLAWED);
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
            case DAMAGED -> "It cannot be decompressed: its bytes are corrupt. Pack it again";
            case TRUNCATED -> "The compressed file is cut off: send the whole of it";
            case ENCRYPTED -> "It is protected by a password: pack it without one";
            case UNSUPPORTED ->
                "It is compressed by a method that Carga does not read: pack it as gzip, zstd or plain zip";
            case WINDOW_TOO_LARGE ->
                "zstd packed it with a window larger than 128 MiB: pack it without --ultra or --long";
            case EXPANDS_TOO_FAR -> "Decompressed, it becomes more than 200 times as large";
            case TOO_MANY_FILES -> "The archive holds more files than are taken at once";
            case TOO_LARGE -> "It is larger than a file may be";
        };
    }

    private static String portuguese(Stop reason) {
        return switch (reason) {
            case DAMAGED -> "Não é possível descompactá-lo: há bytes corrompidos. Compacte de novo";
            case TRUNCATED -> "O arquivo compactado está cortado: envie-o inteiro";
            case ENCRYPTED -> "Está protegido por senha: compacte sem senha";
            case UNSUPPORTED -> "Foi compactado por um método que o Carga não lê: use gzip, zstd ou zip comum";
            case WINDOW_TOO_LARGE -> "O zstd usou uma janela maior que 128 MiB: compacte sem --ultra e sem --long";
            case EXPANDS_TOO_FAR -> "Descompactado, fica mais de 200 vezes maior";
            case TOO_MANY_FILES -> "O arquivo zip contém mais arquivos do que se aceita de uma vez";
            case TOO_LARGE -> "É maior do que um arquivo pode ser";
        };
    }
}

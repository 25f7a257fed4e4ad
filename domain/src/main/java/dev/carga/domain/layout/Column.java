package dev.carga.domain.layout;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The columns of a file of purchases, in the order that a file without a header has them.
public enum Column {
    CPF("cpf"),
    PRIVATE("private"),
    INCOMPLETO("incompleto"),
    DATA_ULTIMA_COMPRA("data_ultima_compra"),
    TICKET_MEDIO("ticket_medio"),
    TICKET_ULTIMA_COMPRA("ticket_ultima_compra"),
    LOJA_MAIS_FREQUENTE("loja_mais_frequente"),
    LOJA_ULTIMA_COMPRA("loja_ultima_compra");

    /// All of them, in that order.
    public static final List<Column> ALL = List.of(values());

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

    private final String key;

    Column(String key) {
        this.key = key;
    }

    /// The stable name in JSON, that of the column of `user_purchase`.
    public String key() {
        return key;
    }

    /// The column of this key.
    public static Optional<Column> parse(String key) {
        return ALL.stream().filter(column -> column.key.equals(key)).findFirst();
    }

    /// The column that a header calls so: accents, case, punctuation and *da* aside, `Data da Última Compra` is
    /// `data_ultima_compra`.
    static Optional<Column> named(String name) {
        String plain = ACCENTS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        String key = BETWEEN_WORDS
                .splitAsStream(plain)
                .filter(word -> !word.isEmpty() && !word.equals("da"))
                .collect(Collectors.joining("_"));
        return parse(key);
    }
}

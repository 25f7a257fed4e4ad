package dev.carga.domain.layout;

import dev.carga.domain.dialect.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The names by which headers call the columns. Case, accents, punctuation, `camelCase` and stop words (*da*,
/// *do*,
/// *R$*) make no difference, and common abbreviations are expanded (*dt*, *ult*, *tkt*, *vlr*).
///
/// A name is known only if all its words are: `cnpj_loja_ultima_compra_valido` is not
/// `cnpj_loja_ultima_compra`. The list is documented in `docs/reference/reading.md`, and a test compares the
/// two.
public final class HeaderNames {

    /// The names of each column besides its key, in the form of [#canonical(String)].
    private static final Map<Column, List<String>> SYNONYMS = Map.of(
            Column.CPF,
                    List.of(
                            "cpf_cliente",
                            "cliente_cpf",
                            "numero_cpf",
                            "cpf_numero",
                            "cpf_consumidor",
                            "cpf_comprador",
                            "cpf_titular",
                            "cpf_pessoa",
                            "customer_cpf"),
            Column.PRIVATE, List.of("cliente_private", "flag_private", "is_private", "private_flag", "private_cliente"),
            Column.INCOMPLETO,
                    List.of(
                            "cadastro_incompleto",
                            "flag_incompleto",
                            "is_incompleto",
                            "incompleto_flag",
                            "dados_incompleto",
                            "cliente_incompleto"),
            Column.DATA_ULTIMA_COMPRA,
                    List.of(
                            "data_compra_ultima",
                            "ultima_compra_data",
                            "last_purchase_date",
                            "data_ultima_compra_cliente"),
            Column.TICKET_MEDIO,
                    List.of(
                            "valor_ticket_medio",
                            "ticket_medio_valor",
                            "ticket_medio_cliente",
                            "valor_medio",
                            "valor_medio_compra",
                            "average_ticket"),
            Column.TICKET_ULTIMA_COMPRA,
                    List.of(
                            "ticket_ultima",
                            "valor_ultima_compra",
                            "ultima_compra_valor",
                            "valor_ticket_ultima_compra",
                            "ticket_ultima_compra_valor",
                            "last_ticket"),
            Column.LOJA_MAIS_FREQUENTE,
                    List.of(
                            "cnpj_loja_mais_frequente",
                            "loja_mais_frequente_cnpj",
                            "loja_frequente",
                            "cnpj_loja_frequente",
                            "most_frequent_store"),
            Column.LOJA_ULTIMA_COMPRA,
                    List.of(
                            "cnpj_loja_ultima_compra",
                            "loja_ultima_compra_cnpj",
                            "ultima_loja",
                            "cnpj_ultima_loja",
                            "last_store"));

    /// Words without a meaning of their own.
    private static final Set<String> STOP_WORDS =
            Set.of("a", "as", "o", "os", "da", "das", "de", "do", "dos", "na", "no", "em", "r", "rs", "brl");

    /// Abbreviations, inflections and English forms of the words of the names.
    private static final Map<String, String> CANONICAL_WORDS = Map.ofEntries(
            Map.entry("dt", "data"),
            Map.entry("dta", "data"),
            Map.entry("ult", "ultima"),
            Map.entry("ultimo", "ultima"),
            Map.entry("tkt", "ticket"),
            Map.entry("tiquete", "ticket"),
            Map.entry("tiket", "ticket"),
            Map.entry("med", "medio"),
            Map.entry("media", "medio"),
            Map.entry("vl", "valor"),
            Map.entry("vlr", "valor"),
            Map.entry("val", "valor"),
            Map.entry("nr", "numero"),
            Map.entry("nro", "numero"),
            Map.entry("num", "numero"),
            Map.entry("n", "numero"),
            Map.entry("cod", "codigo"),
            Map.entry("privado", "private"),
            Map.entry("privada", "private"),
            Map.entry("incompleta", "incompleto"),
            Map.entry("incomplete", "incompleto"),
            Map.entry("incompletos", "incompleto"),
            Map.entry("freq", "frequente"),
            Map.entry("frequentada", "frequente"),
            Map.entry("lj", "loja"),
            Map.entry("clientes", "cliente"),
            Map.entry("compras", "compra"));

    private static final Pattern CAMEL_CASE = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

    /// The columns by their names without underscores, which some programs omit.
    private static final Map<String, Column> BY_NAME = new HashMap<>();

    static {
        for (Column column : Column.ALL) {
            BY_NAME.put(joined(column.key()), column);
            synonyms(column).forEach(name -> BY_NAME.put(joined(name), column));
        }
    }

    private HeaderNames() {}

    /// The column that headers call by this name; empty if the name is unknown.
    public static Optional<Column> named(String name) {
        return Optional.ofNullable(BY_NAME.get(joined(canonical(name))));
    }

    /// The names of a column besides its key, for the documentation.
    public static List<String> synonyms(Column column) {
        return Objects.requireNonNull(SYNONYMS.get(column), "Every column has some");
    }

    /// Whether this is the name of the column that Carga adds to rejected lines, in Portuguese or English.
    public static boolean isReason(String name) {
        String plain = Words.normalize(name).replace("#", "").strip();
        return plain.equals("motivo") || plain.equals("reason");
    }

    /// The words of a name without stop words, in their canonical form, joined by underscores.
    private static String canonical(String name) {
        String plain = Words.normalize(CAMEL_CASE.matcher(name).replaceAll(" "));
        return BETWEEN_WORDS
                .splitAsStream(plain)
                .filter(word -> !word.isEmpty() && !STOP_WORDS.contains(word))
                .map(word -> CANONICAL_WORDS.getOrDefault(word, word))
                .collect(Collectors.joining("_"));
    }

    private static String joined(String name) {
        return name.replace("_", "");
    }
}

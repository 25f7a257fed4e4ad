package dev.carga.bootstrap.cli.command;

import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converters of flags. They accept the values that the server accepts, and name them in the error of another
/// value.
final class UploadFlagConverters {

    private UploadFlagConverters() {}

    /// @param <T> the type of the flag
    abstract static class Converter<T> implements ITypeConverter<T>, Iterable<String> {

        private final Function<String, Optional<T>> parse;
        private final String error;
        private final List<String> candidates;

        /// @param error      follows "'value' is" in the error message, and names possible values
        /// @param candidates values that a shell may propose
        Converter(Function<String, Optional<T>> parse, String error, String... candidates) {
            this.parse = parse;
            this.error = error;
            this.candidates = List.of(candidates);
        }

        @Override
        public T convert(String value) {
            return parse.apply(value).orElseThrow(() -> new TypeConversionException("'" + value + "' is " + error));
        }

        @Override
        public Iterator<String> iterator() {
            return candidates.iterator();
        }
    }

    static final class Limit extends Converter<RejectLimit> {
        Limit() {
            super(RejectLimit::parse, "neither a number of lines nor a percentage such as 2.5%");
        }
    }

    static final class Decimal extends Converter<DecimalMark> {
        Decimal() {
            super(DecimalMark::parse, "neither comma, as in 1.234,50, nor point, as in 1,234.50", "comma", "point");
        }
    }

    static final class Dates extends Converter<DateStyle> {
        Dates() {
            super(
                    DateStyle::parse,
                    "none of dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd, dd/mm/yy and mm/dd/yy",
                    "dd/mm/yyyy",
                    "mm/dd/yyyy",
                    "yyyy-mm-dd",
                    "dd/mm/yy",
                    "mm/dd/yy");
        }
    }

    static final class Booleans extends Converter<BooleanWords> {
        Booleans() {
            super(
                    BooleanWords::parse,
                    "not a word for true, a slash, and another one for false, such as ativo/inativo or s,sim/n,não",
                    "sim/não",
                    "ativo/inativo");
        }
    }

    static final class Nulls extends Converter<NullWords> {
        Nulls() {
            super(NullWords::parse, "not a list of words of at most 20 characters, such as 'n/i,sem dado'");
        }
    }

    static final class Columns extends Converter<ColumnNames> {
        Columns() {
            super(
                    ColumnNames::parse,
                    "neither all columns in order, such as cpf,-,private,incompleto, nor names of the header and their"
                            + " columns, such as Documento:cpf,VIP:private. The columns are cpf, private, incompleto,"
                            + " data_ultima_compra, ticket_medio, ticket_ultima_compra, loja_mais_frequente and"
                            + " loja_ultima_compra");
        }
    }

    static final class Sheet extends Converter<String> {
        Sheet() {
            super(
                    text -> Optional.of(text.strip()).filter(name -> !name.isEmpty() && !name.equals("0")),
                    "neither the name of a sheet nor its number from 1, such as 2");
        }
    }

    static final class Id extends Converter<UploadId> {
        Id() {
            super(UploadId::parse, "not the id of an upload, such as 123e4567-e89b-42d3-a456-426614174000");
        }
    }
}

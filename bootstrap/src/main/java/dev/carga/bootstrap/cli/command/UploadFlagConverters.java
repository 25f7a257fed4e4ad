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

/// Read what the server reads, and say what is possible where it is something else.
final class UploadFlagConverters {

    private UploadFlagConverters() {}

    /// @param <T> what a text stands for
    abstract static class Converter<T> implements ITypeConverter<T>, Iterable<String> {

        private final Function<String, Optional<T>> parse;
        private final String possible;
        private final List<String> candidates;

        /// @param possible   what it may be, behind "it is no"
        /// @param candidates values that a shell may propose
        Converter(Function<String, Optional<T>> parse, String possible, String... candidates) {
            this.parse = parse;
            this.possible = possible;
            this.candidates = List.of(candidates);
        }

        @Override
        public T convert(String value) {
            return parse.apply(value).orElseThrow(() -> new TypeConversionException("'" + value + "' is " + possible));
        }

        @Override
        public Iterator<String> iterator() {
            return candidates.iterator();
        }
    }

    static final class Limit extends Converter<RejectLimit> {
        Limit() {
            super(RejectLimit::parse, "no number of lines, and no percentage such as 2.5%");
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
            super(NullWords::parse, "no list of words of 20 characters at most, such as 'n/i,sem dado'");
        }
    }

    static final class Columns extends Converter<ColumnNames> {
        Columns() {
            super(
                    ColumnNames::parse,
                    "neither all columns in their order, such as cpf,-,private,incompleto, nor names of the header and what"
                            + " they stand for, such as Documento:cpf,VIP:private. The columns are cpf, private, incompleto,"
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
            super(UploadId::parse, "no id of an upload, such as 123e4567-e89b-42d3-a456-426614174000");
        }
    }
}

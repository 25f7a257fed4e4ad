package dev.carga.bootstrap.cli;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.LayoutOptions;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The flags by which somebody says how a file is written. What is not said is recognised from the file.
public final class LayoutFlags {

    @Option(
            names = "--decimal",
            paramLabel = "SIGN",
            converter = Decimal.class,
            description = "The sign before the decimals: comma or point.")
    private @Nullable DecimalMark decimal;

    @Option(
            names = "--dates",
            paramLabel = "PATTERN",
            converter = Dates.class,
            description = "How dates are written: dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd, dd/mm/yy or mm/dd/yy.")
    private @Nullable DateStyle dates;

    @Option(
            names = "--booleans",
            paramLabel = "TRUE/FALSE",
            converter = Booleans.class,
            description = "The words for true and false, such as sim/não or ativo,a/inativo,i.")
    private @Nullable BooleanWords booleans;

    @Option(
            names = "--nulls",
            paramLabel = "WORDS",
            converter = Nulls.class,
            description = "The words for no value, such as n/i,sem dado.")
    private @Nullable NullWords nulls;

    @Option(
            names = "--columns",
            paramLabel = "NAMES",
            converter = Columns.class,
            description = "The columns: all in their order, - for one that is passed over (cpf,-,private), or some by"
                    + " the names of the header (Documento:cpf,VIP:private).")
    private @Nullable ColumnNames columns;

    @Option(
            names = "--extra-columns",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What becomes of a file with columns that Carga does not know: refuse it, or ignore them."
                    + " Default: ${DEFAULT-VALUE}.")
    private Extra extraColumns = Extra.REFUSE;

    @Option(
            names = "--missing-columns",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What becomes of a file without all of the columns: refuse it, or leave them null. There"
                    + " must be a CPF. Default: ${DEFAULT-VALUE}.")
    private Missing missingColumns = Missing.REFUSE;

    @Option(
            names = "--sheet",
            paramLabel = "SHEET",
            description = "Of a workbook: the name of the sheet, or its number from 1. Default: the first.")
    private @Nullable String sheet;

    /// What becomes of columns that are not known.
    enum Extra {
        REFUSE,
        IGNORE
    }

    /// What becomes of columns that are not there.
    enum Missing {
        REFUSE,
        NULL
    }

    /// What is said.
    LayoutOptions options() {
        return new LayoutOptions(
                decimal,
                dates,
                booleans,
                nulls,
                columns,
                extraColumns == Extra.IGNORE,
                missingColumns == Missing.NULL,
                sheet);
    }

    private static <T> T orComplain(Optional<T> read, String value, String example) {
        return read.orElseThrow(() -> new TypeConversionException("'" + value + "' is not understood: " + example));
    }

    static final class Decimal implements ITypeConverter<DecimalMark> {
        @Override
        public DecimalMark convert(String value) {
            return orComplain(DecimalMark.parse(value), value, "say comma (1.234,50) or point (1,234.50)");
        }
    }

    static final class Dates implements ITypeConverter<DateStyle> {
        @Override
        public DateStyle convert(String value) {
            return orComplain(
                    DateStyle.parse(value),
                    value,
                    "say dd/mm/yyyy, mm/dd/yyyy or yyyy-mm-dd, or with two digits of the year dd/mm/yy or mm/dd/yy");
        }
    }

    static final class Booleans implements ITypeConverter<BooleanWords> {
        @Override
        public BooleanWords convert(String value) {
            return orComplain(
                    BooleanWords.parse(value),
                    value,
                    "the words for true, a slash, and those for false, such as sim/não or ativo,a/inativo,i");
        }
    }

    static final class Nulls implements ITypeConverter<NullWords> {
        @Override
        public NullWords convert(String value) {
            return orComplain(
                    NullWords.parse(value),
                    value,
                    "words of at most 20 characters with commas between, such as n/i,vazio");
        }
    }

    static final class Columns implements ITypeConverter<ColumnNames> {
        @Override
        public ColumnNames convert(String value) {
            return orComplain(
                    ColumnNames.parse(value),
                    value,
                    "name all columns in their order, such as cpf,-,private,incompleto, or some by the names of the header,"
                            + " such as Documento:cpf,VIP:private; each once, cpf among them");
        }
    }
}

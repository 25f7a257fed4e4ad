package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Determines the layout of a correction: a file with corrected lines of an earlier upload. It is read in the
/// dialect of the earlier file, because a few lines may not show what a million lines did, such as the
/// decimal mark.
///
/// Two things take precedence: the options of the sender, and what the correction itself shows where the
/// dialect of the earlier file was only assumed.
public final class CorrectingLayout {

    private CorrectingLayout() {}

    /// The options of the correction, which may also lack the columns that the earlier file lacked, and have
    /// extra columns if the earlier file had some.
    ///
    /// @param options   of the sender
    /// @param corrected the layout of the earlier file
    public static LayoutOptions options(LayoutOptions options, Layout corrected) {
        return new LayoutOptions(
                options.decimal(),
                options.dates(),
                options.booleans(),
                options.nulls(),
                options.columns(),
                options.extraColumns() || hasExtraColumns(corrected),
                options.missingColumns() || !corrected.columns().missing().isEmpty(),
                options.sheet());
    }

    private static boolean hasExtraColumns(Layout corrected) {
        return corrected.columns().passedOver().stream().anyMatch(name -> !HeaderNames.isReason(name));
    }

    /// The layout of the correction.
    ///
    /// @param recognised the layout recognised from the correction alone
    /// @param corrected  the layout of the earlier file
    /// @param options    of the sender
    /// @param ascii      whether the head of the correction is ASCII and so does not show its encoding
    public static Layout of(Layout recognised, Layout corrected, LayoutOptions options, boolean ascii) {
        Inheritance inheritance = new Inheritance(recognised, corrected);
        Dialect own = recognised.dialect();
        Dialect earlier = corrected.dialect();
        Dialect dialect = new Dialect(
                inheritance.applies(Subject.DECIMAL, Column.TICKET_MEDIO, options.decimal() == null)
                        ? earlier.ticketMedio()
                        : own.ticketMedio(),
                inheritance.applies(Subject.DECIMAL, Column.TICKET_ULTIMA_COMPRA, options.decimal() == null)
                        ? earlier.ticketUltimaCompra()
                        : own.ticketUltimaCompra(),
                inheritance.applies(Subject.DATES, Column.DATA_ULTIMA_COMPRA, options.dates() == null)
                        ? earlier.dates()
                        : own.dates(),
                inheritance.applies(Subject.BOOLEANS, null, options.booleans() == null)
                        ? earlier.booleans()
                        : own.booleans(),
                inheritance.applies(Subject.NULLS, null, options.nulls() == null) ? earlier.nulls() : own.nulls(),
                own.dateRange());
        return new Layout(
                recognised.packings(),
                encoding(recognised, corrected, ascii),
                recognised.separator(),
                recognised.columns(),
                recognised.header(),
                recognised.headLines(),
                recognised.lineEnd(),
                dialect,
                recognised.alignment(),
                recognised.sample(),
                inheritance.findings);
    }

    /// A correction that shows its encoding, by a byte order mark or by its letters, keeps it: an editor may
    /// have saved it in another encoding. A correction in ASCII has the earlier encoding.
    private static TextEncoding encoding(Layout recognised, Layout corrected, boolean ascii) {
        TextEncoding earlier = corrected.encoding().stored();
        boolean isOpen = recognised.encoding() == TextEncoding.UTF_8 && ascii;
        return isOpen && earlier == TextEncoding.WINDOWS_1252 ? earlier : recognised.encoding();
    }

    /// Decides which parts of the earlier dialect apply, and collects the findings about them.
    private static final class Inheritance {

        private final Layout corrected;
        private final List<Finding> findings;

        Inheritance(Layout recognised, Layout corrected) {
            this.corrected = corrected;
            this.findings = new ArrayList<>(recognised.findings());
        }

        /// Whether the dialect of the earlier file applies to a subject. If so, the findings about it are
        /// replaced.
        ///
        /// @param withoutOption whether the sender has no option for the subject
        boolean applies(Subject subject, @Nullable Column column, boolean withoutOption) {
            List<Finding> earlier = about(corrected.findings(), subject, column);
            boolean assumed = earlier.stream()
                    .anyMatch(finding -> finding.source() == Source.ASSUMED || finding.source() == Source.OPEN);
            boolean shown = about(findings, subject, column).stream()
                    .anyMatch(finding -> finding.source() == Source.SHOWN || finding.source() == Source.CONFLICTING);
            if (!withoutOption || (assumed && shown)) {
                return false;
            }
            findings.removeAll(about(findings, subject, column));
            earlier.forEach(finding -> findings.add(
                    new Finding(subject, finding.column(), finding.value(), inherited(finding.source()), 0, 0, null)));
            return true;
        }

        private static Source inherited(Source earlier) {
            return earlier == Source.SHOWN ? Source.TOLD : earlier;
        }

        private static List<Finding> about(List<Finding> findings, Subject subject, @Nullable Column column) {
            return findings.stream()
                    .filter(finding -> finding.subject() == subject)
                    .filter(finding ->
                            column == null || finding.column() == null || Objects.equals(finding.column(), column))
                    .toList();
        }
    }
}

package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The layout of a file that brings lines of an earlier one again. It is read as that was: three lines may show no
/// decimal mark, and the million that they come from did.
///
/// What its sender says weighs more; and so does what it shows itself where the earlier one had only been assumed to
/// be so.
public final class CorrectingLayout {

    private CorrectingLayout() {}

    /// What is said of the file, and that it may lack the columns that the earlier one lacked, or have its
    /// extra ones.
    public static LayoutOptions options(LayoutOptions said, Layout corrected) {
        return new LayoutOptions(
                said.decimal(),
                said.dates(),
                said.booleans(),
                said.nulls(),
                said.columns(),
                said.extraColumns() || hasExtraColumns(corrected),
                said.missingColumns() || !corrected.columns().missing().isEmpty(),
                said.sheet());
    }

    private static boolean hasExtraColumns(Layout corrected) {
        return corrected.columns().passedOver().stream().anyMatch(name -> !HeaderNames.isReason(name));
    }

    /// The layout of the correcting file.
    ///
    /// @param recognised from the file alone
    /// @param corrected  of the earlier one
    /// @param ascii      whether the head that it was recognised from tells nothing of its encoding
    public static Layout of(Layout recognised, Layout corrected, LayoutOptions said, boolean ascii) {
        Taking taking = new Taking(recognised, corrected);
        Dialect own = recognised.dialect();
        Dialect earlier = corrected.dialect();
        Dialect dialect = new Dialect(
                taking.takes(Subject.DECIMAL, Column.TICKET_MEDIO, said.decimal() == null)
                        ? earlier.ticketMedio()
                        : own.ticketMedio(),
                taking.takes(Subject.DECIMAL, Column.TICKET_ULTIMA_COMPRA, said.decimal() == null)
                        ? earlier.ticketUltimaCompra()
                        : own.ticketUltimaCompra(),
                taking.takes(Subject.DATES, Column.DATA_ULTIMA_COMPRA, said.dates() == null)
                        ? earlier.dates()
                        : own.dates(),
                taking.takes(Subject.BOOLEANS, null, said.booleans() == null) ? earlier.booleans() : own.booleans(),
                taking.takes(Subject.NULLS, null, said.nulls() == null) ? earlier.nulls() : own.nulls(),
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
                taking.findings);
    }

    /// A file that shows its encoding, by a mark or by its letters, is not read otherwise: whoever mends a file
    /// may save it in another one. What is one byte a letter shows that, and not which.
    private static TextEncoding encoding(Layout recognised, Layout corrected, boolean ascii) {
        TextEncoding earlier = corrected.encoding().stored();
        boolean isOpen = recognised.encoding() == TextEncoding.UTF_8 && ascii;
        return isOpen && earlier == TextEncoding.WINDOWS_1252 ? earlier : recognised.encoding();
    }

    /// Notes why each thing is taken to be so.
    private static final class Taking {

        private final Layout corrected;
        private final List<Finding> findings;

        Taking(Layout recognised, Layout corrected) {
            this.corrected = corrected;
            this.findings = new ArrayList<>(recognised.findings());
        }

        /// Whether it is as in the earlier file, which is noted as told.
        boolean takes(Subject subject, @Nullable Column column, boolean unsaid) {
            List<Finding> earlier = about(corrected.findings(), subject, column);
            boolean assumed = earlier.stream()
                    .anyMatch(finding -> finding.source() == Source.ASSUMED || finding.source() == Source.OPEN);
            boolean shown = about(findings, subject, column).stream()
                    .anyMatch(finding -> finding.source() == Source.SHOWN || finding.source() == Source.CONFLICTING);
            if (!unsaid || (assumed && shown)) {
                return false;
            }
            findings.removeAll(about(findings, subject, column));
            earlier.forEach(finding -> findings.add(
                    new Finding(subject, finding.column(), finding.value(), told(finding.source()), 0, 0, null)));
            return true;
        }

        private static Source told(Source earlier) {
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

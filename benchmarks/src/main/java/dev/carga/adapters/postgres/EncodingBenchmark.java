package dev.carga.adapters.postgres;

import dev.carga.adapters.postgres.rows.PurchaseCopy;
import dev.carga.benchmarks.PerRow;
import dev.carga.benchmarks.SamplePart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import java.sql.SQLException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// Encoding rows for COPY, without the server: what is written goes nowhere. In this package, since the encoder
/// is nobody else's business.
public class EncodingBenchmark extends PerRow {

    private final List<Purchase> rows = new PartParser(CuttingRules.DEFAULT.maxLineBytes())
            .parse(SamplePart.flawlessLines(), 1)
            .rows();

    /// Answers how many bytes it was, so that none of them can be left out.
    @Benchmark
    public long encode() throws SQLException {
        CopyToNowhere copy = new CopyToNowhere();
        new PurchaseCopy().copy(copy, "user_purchase", rows, 1);
        return copy.bytes();
    }
}

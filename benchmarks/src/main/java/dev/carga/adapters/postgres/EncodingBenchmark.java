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

/// Encoding rows for COPY, without a server: the output is discarded. In a package of the adapter, because
/// the encoder is not visible outside the adapter.
public class EncodingBenchmark extends PerRow {

    private final List<Purchase> rows = new PartParser(CuttingRules.DEFAULT.maxLineBytes())
            .parse(SamplePart.flawlessLines(), 1)
            .rows();

    /// Returns the number of bytes, so that the compiler cannot eliminate any of the work.
    @Benchmark
    public long encode() throws SQLException {
        CopyToNowhere copy = new CopyToNowhere();
        new PurchaseCopy().copy(copy, "user_purchase", rows, 1);
        return copy.bytes();
    }
}

package dev.carga.domain.layout;

/// A compression or container format from which a file was unpacked.
public enum Packing {
    GZIP("gzip"),
    ZSTD("zstd"),
    /// One entry of a zip archive.
    ZIP("zip"),
    /// One sheet of an Excel workbook (ECMA-376), converted to text.
    XLSX("xlsx"),
    /// One sheet of an OpenDocument workbook (ISO/IEC 26300), converted to text.
    ODS("ods");

    private final String key;

    Packing(String key) {
        this.key = key;
    }

    /// The stable name in JSON.
    public String key() {
        return key;
    }
}

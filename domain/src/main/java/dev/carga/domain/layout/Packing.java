package dev.carga.domain.layout;

/// What a file was packed by on its way here.
public enum Packing {
    GZIP("gzip"),
    ZSTD("zstd"),
    /// One entry of an archive.
    ZIP("zip"),
    /// A workbook of Excel (ECMA-376): a sheet of it, as text.
    XLSX("xlsx"),
    /// A workbook of OpenDocument: a sheet of it, as text.
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

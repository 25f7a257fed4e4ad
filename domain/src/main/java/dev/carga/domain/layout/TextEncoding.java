package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/// The character encoding of a file.
public enum TextEncoding {
    /// Includes ASCII.
    UTF_8("UTF-8"),
    /// Includes ISO-8859-1, whose letters have the same codes.
    WINDOWS_1252("windows-1252"),
    /// The code page of DOS in Western Europe and Brazil.
    CP850("IBM850"),
    UTF_16LE("UTF-16LE"),
    UTF_16BE("UTF-16BE");

    private final String key;

    TextEncoding(String key) {
        this.key = key;
    }

    /// The stable name in JSON: that of the IANA character set registry.
    public String key() {
        return key;
    }

    /// The encoding in which parts of such a file are cut and stored. UTF-16 is converted to UTF-8 while it
    /// arrives, because a line end is not a single byte there; CP850 is converted too, so that the line
    /// parser needs to know only two encodings.
    public TextEncoding stored() {
        return switch (this) {
            case UTF_8, CP850, UTF_16LE, UTF_16BE -> UTF_8;
            case WINDOWS_1252 -> WINDOWS_1252;
        };
    }

    /// The JDK's charset.
    public Charset charset() {
        return Charset.forName(key);
    }
}

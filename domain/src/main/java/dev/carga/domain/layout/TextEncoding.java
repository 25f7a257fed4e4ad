package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/// How a file writes its characters.
public enum TextEncoding {
    /// ASCII among it.
    UTF_8("UTF-8"),
    /// And with it ISO-8859-1, which has the same letters in the same places.
    WINDOWS_1252("windows-1252"),
    /// Of DOS, and of programs that came from there.
    CP850("IBM850"),
    UTF_16LE("UTF-16LE"),
    UTF_16BE("UTF-16BE");

    private final String key;

    TextEncoding(String key) {
        this.key = key;
    }

    /// The name in the IANA registry of character sets.
    public String key() {
        return key;
    }

    /// What a file in this encoding is cut and stored in: wide characters become UTF-8 as they come, since the
    /// end of a line is no single byte among them; and so do those of DOS, so that lines are read in two
    /// encodings and no more.
    public TextEncoding stored() {
        return switch (this) {
            case UTF_8, CP850, UTF_16LE, UTF_16BE -> UTF_8;
            case WINDOWS_1252 -> WINDOWS_1252;
        };
    }

    /// As the JDK has it.
    public Charset charset() {
        return Charset.forName(key);
    }
}

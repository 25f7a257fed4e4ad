package dev.carga.adapters.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes `multipart/form-data` bodies, valid and invalid ones.
public final class Form {

    public static final String BOUNDARY = "----boundary7MA4YWxk";
    public static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public static byte[] withFile(String name, String content) {
        return withFile(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] withFile(String name, byte[] content) {
        return new Form().file(name, content).end();
    }

    public Form field(String name, String value) {
        return part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    public Form file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Form file(String name, byte[] content) {
        return part("form-data; name=\"base_teste\"; filename=\"" + name + "\"", content);
    }

    public Form part(String disposition, byte[] content) {
        bytes.writeBytes(head(disposition));
        bytes.writeBytes(content);
        return raw("\r\n");
    }

    /// The head of a part, up to its content.
    public static byte[] head(String disposition) {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Adds this text without a boundary, in ISO 8859-1.
    public Form raw(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// The body with the closing boundary.
    public byte[] end() {
        return raw("--" + BOUNDARY + "--\r\n").cutOff();
    }

    /// The body without the closing boundary.
    public byte[] cutOff() {
        return bytes.toByteArray();
    }
}

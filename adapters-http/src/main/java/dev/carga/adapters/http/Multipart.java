package dev.carga.adapters.http;

import dev.carga.domain.Nullable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemHeaders;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;

/// A multipart body, read as it arrives: nothing of it is spooled, and going to the next file passes over the
/// rest of the one before.
final class Multipart {

    private static final int MAX_PART_HEADER_BYTES = 8 << 10;

    /// A file of the form.
    ///
    /// @param name never empty, see [FileName]
    record File(String name, InputStream content) {}

    /// Takes a file even if its field has no name; the library would pass over it without a word.
    private static final class Reader extends JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory> {
        @Override
        public @Nullable String getFieldName(FileItemHeaders headers) {
            String field = super.getFieldName(headers);
            return field == null && getFileName(headers) != null ? "" : field;
        }
    }

    private final Reader reader = new Reader();
    private final FileItemInputIterator items;

    /// @throws org.apache.commons.fileupload2.core.FileUploadException if it is no multipart body that can be
    /// read
    Multipart(HttpServletRequest request) throws IOException {
        // Names come in UTF-8 from every browser and from curl, whatever the platform's own encoding is.
        reader.setHeaderCharset(StandardCharsets.UTF_8);
        reader.setMaxPartHeaderSize(MAX_PART_HEADER_BYTES);
        items = reader.getItemIterator(request);
    }

    static boolean is(HttpServletRequest request) {
        return JakartaServletFileUpload.isMultipartContent(request);
    }

    /// The next part that is a file, or null after the last. Ordinary fields are passed over, and so are file
    /// inputs that were left empty, which browsers send without a name.
    @Nullable
    File nextFile() throws IOException {
        while (items.hasNext()) {
            FileItemInput item = items.next();
            String name = nameOf(item);
            if (!name.isEmpty()) {
                return new File(name, item.getInputStream());
            }
        }
        return null;
    }

    /// Not by the item's own `getName`, which has the platform check it as a path: there a name with an accent is
    /// an error where the locale is plain ASCII.
    private String nameOf(FileItemInput item) {
        String name = reader.getFileName(item.getHeaders());
        return name == null ? "" : FileName.of(name);
    }
}

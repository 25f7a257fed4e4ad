package dev.carga.bootstrap.workbook;

import dev.carga.bootstrap.packages.BlockInputStream;
import dev.carga.domain.Nullable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads untrusted XML: without document types and entities, and in little memory whatever the content.
/// Everything that it does not accept is an [IOException].
final class XmlReader implements Closeable {

    /// The limit for a tag, a comment or a piece of text, which the parser holds in memory.
    private static final int MAX_BYTES_PER_EVENT = 4 << 20;

    private static final int MAX_DEPTH = 200;

    /// These JDK limits count each `&amp;` of a document, and take 100,000 of them for an attack. The XML that is
    /// accepted here has no other entities.
    private static final List<String> NOT_LIMITED = List.of(
            "jdk.xml.maxGeneralEntitySizeLimit", "jdk.xml.totalEntitySizeLimit", "jdk.xml.entityExpansionLimit");

    private final Metered source;
    private final XMLStreamReader xml;
    private int depth;

    XmlReader(InputStream content) throws IOException {
        source = new Metered(content);
        // The JDK's implementation, whatever else is on the class path.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        NOT_LIMITED.forEach(limit -> factory.setProperty(limit, "0"));
        try {
            xml = factory.createXMLStreamReader(source);
        } catch (XMLStreamException | RuntimeException e) {
            content.close();
            throw new IOException("Not XML", e);
        }
    }

    /// The next event; at the end, always [XMLStreamConstants#END_DOCUMENT].
    int next() throws IOException {
        source.sinceEvent = 0;
        int event;
        try {
            if (!xml.hasNext()) {
                return XMLStreamConstants.END_DOCUMENT;
            }
            event = xml.next();
            // For broken XML the parser also throws exceptions other than its own.
        } catch (XMLStreamException | RuntimeException e) {
            throw new IOException("Not XML", e);
        }
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                depth++;
                if (depth > MAX_DEPTH) {
                    throw new IOException("XML that is nested too deep");
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new IOException("XML with a document type");
            default -> {}
        }
        return event;
    }

    /// Advances to the next start of an element.
    ///
    /// @return false at the end of the document
    boolean nextElement() throws IOException {
        int event;
        do {
            event = next();
        } while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_DOCUMENT);
        return event == XMLStreamConstants.START_ELEMENT;
    }

    /// Advances to the next child of an element. Call [#skip] or read the child to its end before the next call.
    ///
    /// @return false at the end of the element
    boolean nextChild() throws IOException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    /// Advances from the start of an element to its end.
    void skip() throws IOException {
        int outside = depth - 1;
        while (depth > outside) {
            if (next() == XMLStreamConstants.END_DOCUMENT) {
                throw new IOException("XML that ends too early");
            }
        }
    }

    /// Reads an element from its start to its end, and adds its text, without that of nested elements.
    ///
    /// @param text is extended, at most to the maximum length of a cell
    void addText(StringBuilder text) throws IOException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> skip();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    addCharacters(text);
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return;
                }
                default -> {}
            }
        }
    }

    /// Adds the text of the current event.
    void addCharacters(StringBuilder text) throws IOException {
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        if (text.length() > StaxWorkbookReader.MAX_CELL_CHARS) {
            throw new IOException("A cell has too much text");
        }
    }

    /// The local name of the current element.
    String name() {
        return xml.getLocalName();
    }

    String namespace() {
        String uri = xml.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    /// The first attribute with this local name, in any namespace.
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    @Nullable
    String attribute(String namespace, String name) {
        return xml.getAttributeValue(namespace, name);
    }

    /// The number in the attribute with this local name, or `otherwise` if it is missing.
    int number(String name, int otherwise) throws IOException {
        return parsed(attribute(name), otherwise);
    }

    static int parsed(@Nullable String text, int otherwise) throws IOException {
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IOException("An attribute is not a number", e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /// Limits how much is read for one event.
    private static final class Metered extends BlockInputStream {

        private final InputStream content;
        private long sinceEvent;

        Metered(InputStream content) {
            this.content = content;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = content.read(bytes, from, length);
            sinceEvent += Math.max(read, 0);
            if (sinceEvent > MAX_BYTES_PER_EVENT) {
                throw new IOException("XML with too much in one piece");
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}

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

/// Reads XML that a stranger has written: without document types and entities of its own, and in little memory
/// whatever comes. What it does not take is an [IOException].
final class XmlReader implements Closeable {

    /// A tag, a comment or a piece of text may have as many bytes; the parser holds them in memory.
    private static final int MOST_BYTES_AT_ONCE = 4 << 20;

    private static final int DEEPEST = 200;

    /// The JDK counts each `&amp;` of a document here, and after 100,000 of them takes it for an attack. There
    /// are no other entities in what is read.
    private static final List<String> NOT_LIMITED = List.of(
            "jdk.xml.maxGeneralEntitySizeLimit", "jdk.xml.totalEntitySizeLimit", "jdk.xml.entityExpansionLimit");

    private final Metered source;
    private final XMLStreamReader xml;
    private int depth;

    XmlReader(InputStream content) throws IOException {
        source = new Metered(content);
        // The JDK's own, whatever else is on the class path.
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

    /// The next event; that of the end again and again at the end.
    int next() throws IOException {
        source.since = 0;
        int event;
        try {
            if (!xml.hasNext()) {
                return XMLStreamConstants.END_DOCUMENT;
            }
            event = xml.next();
            // The parser is known to throw others than its own where XML is broken.
        } catch (XMLStreamException | RuntimeException e) {
            throw new IOException("Not XML", e);
        }
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                depth++;
                if (depth > DEEPEST) {
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

    /// Goes to the next element that begins.
    ///
    /// @return whether there was one
    boolean nextElement() throws IOException {
        int event;
        do {
            event = next();
        } while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_DOCUMENT);
        return event == XMLStreamConstants.START_ELEMENT;
    }

    /// Goes to the next child of an element; call [#skip] or read the child to its end before the next call.
    ///
    /// @return whether there was one; otherwise the element is at its end
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

    /// From the beginning of an element to its end.
    void skip() throws IOException {
        int outside = depth - 1;
        while (depth > outside) {
            if (next() == XMLStreamConstants.END_DOCUMENT) {
                throw new IOException("XML that ends too early");
            }
        }
    }

    /// The text of an element, from its beginning to its end, without that of elements in it.
    ///
    /// @param text is added to; it must not become longer than a cell may be
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

    /// The text of the event.
    void addCharacters(StringBuilder text) throws IOException {
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        if (text.length() > StaxWorkbookReader.MOST_CELL_CHARS) {
            throw new IOException("A cell has too much text");
        }
    }

    /// The local name of the element.
    String name() {
        return xml.getLocalName();
    }

    String namespace() {
        String uri = xml.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    /// The attribute of that local name, whatever its namespace: the first if there are several.
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

    /// A number in an attribute of that local name, or another if it is not there.
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
            throw new IOException("No number: an attribute", e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /// Notices how much is read for one event.
    private static final class Metered extends BlockInputStream {

        private final InputStream content;
        private long since;

        Metered(InputStream content) {
            this.content = content;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = content.read(bytes, from, length);
            since += Math.max(read, 0);
            if (since > MOST_BYTES_AT_ONCE) {
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

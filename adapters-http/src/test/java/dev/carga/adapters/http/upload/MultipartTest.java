package dev.carga.adapters.http.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.adapters.http.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The body arrives in pieces of any size, so that the boundary, or bytes that resemble it, are split anywhere.
class MultipartTest {

    /// Little more than the longest head, so that content often exceeds it.
    private static final int SMALL_BUFFER = 9_000;

    private static final String[] NEARLY_THE_BOUNDARY = {
        "\r", "\n", "\r\n", "-", "--", "\r\n--", "\r\n--" + Form.BOUNDARY.substring(0, 7), "\n-", "\r\r\n", "a", "CPF 1"
    };

    @Test
    void everyFileIsIntactHoweverTheBodyIsSplit() throws IOException {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] first = content(random);
            byte[] second = content(random);
            byte[] body = new Form()
                    .field("comment", "none")
                    .file("a.txt", first)
                    .file("b.txt", second)
                    .end();
            Multipart form = new Multipart(Form.CONTENT_TYPE, inPieces(body, random), Set.of("comment"), SMALL_BUFFER);

            Multipart.File a = Objects.requireNonNull(form.nextFile());
            assertThat(a.name()).isEqualTo("a.txt");
            assertThat(form.takeValues()).isEqualTo(Map.of("comment", List.of("none")));
            assertThat(a.content().readAllBytes()).as("seed %d", seed).isEqualTo(first);
            Multipart.File b = Objects.requireNonNull(form.nextFile());
            assertThat(b.name()).isEqualTo("b.txt");
            if (random.nextBoolean()) { // a file may be skipped
                assertThat(b.content().readAllBytes()).as("seed %d", seed).isEqualTo(second);
            }
            assertThat(form.nextFile()).isNull();
        }
    }

    @Test
    void truncatedBodyIsErrorAndNeverShorterFile() throws IOException {
        byte[] body = Form.withFile("a.txt", "0123456789".repeat(20));
        int contentAt = new String(body, ISO_8859_1).indexOf("0123");
        for (int length = contentAt; length < body.length - Form.BOUNDARY.length() - 6; length++) {
            InputStream cut = inPieces(Arrays.copyOf(body, length), new Random(length));
            Multipart.File file =
                    Objects.requireNonNull(new Multipart(Form.CONTENT_TYPE, cut, Set.of("comment")).nextFile());

            assertThatThrownBy(() -> file.content().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nothingFollowsTheLastBoundary() throws IOException {
        byte[] body = new Form().field("comment", "none").end();
        for (int length : new int[] {body.length, body.length - 2}) { // the last line end is optional
            InputStream whole = inPieces(Arrays.copyOf(body, length), new Random(1));
            Multipart form = new Multipart(Form.CONTENT_TYPE, whole, Set.of("comment"));

            assertThat(form.nextFile()).isNull();
            assertThat(form.nextFile()).isNull();
        }
    }

    @Test
    void headersMayBeFoldedAndInAnyCase() throws IOException {
        String body =
                "preamble\r\n--b\r\nX-Other: 1\r\ncontent-DISPOSITION : form-data;\r\n\tname=f;\r\n  FileName=\"a.txt\"\r\n\r\n"
                        + "rows\r\n--b--";
        Multipart form = new Multipart(
                "Multipart/Form-Data; Boundary=b", new ByteArrayInputStream(body.getBytes(UTF_8)), Set.of("comment"));

        Multipart.File file = Objects.requireNonNull(form.nextFile());
        assertThat(file.name()).isEqualTo("a.txt");
        assertThat(file.content().readAllBytes()).isEqualTo("rows".getBytes(UTF_8));
    }

    @Test
    void endlessHeadersAreRefused() throws IOException {
        InputStream body =
                inPieces(("--" + Form.BOUNDARY + "\r\nX: " + "x".repeat(100_000)).getBytes(UTF_8), new Random(1));
        Multipart form = new Multipart(Form.CONTENT_TYPE, body, Set.of("comment"), SMALL_BUFFER);

        assertThatThrownBy(form::nextFile).isInstanceOf(IOException.class).hasMessageContaining("too long");
    }

    @Test
    void undecodableNameIsErrorOfBody() throws IOException {
        byte[] body = new Form()
                .part("form-data; name=f; filename=\"=?UTF-8?B?A?=\"", new byte[0])
                .end();
        Multipart form = new Multipart(Form.CONTENT_TYPE, new ByteArrayInputStream(body), Set.of("comment"));

        try {
            form.nextFile();
        } catch (IOException _) {
            // Whether it is decoded or not, no other exception may be thrown.
        }
    }

    private static byte[] content(Random random) {
        StringBuilder content = new StringBuilder();
        for (int pieces = random.nextInt(random.nextInt(20) == 0 ? 5_000 : 30); pieces > 0; pieces--) {
            content.append(NEARLY_THE_BOUNDARY[random.nextInt(NEARLY_THE_BOUNDARY.length)]);
        }
        return content.toString().getBytes(UTF_8);
    }

    private static InputStream inPieces(byte[] body, Random random) {
        int longest = 1 + random.nextInt(60);
        return new ByteArrayInputStream(body) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(longest)));
            }
        };
    }
}

package dev.carga.adapters.http.exchange;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.ReceiveResult.Refusal;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.report.UploadView;
import dev.carga.domain.layout.FileKind;
import java.nio.charset.StandardCharsets;

/// Everything that can be wrong with a request, with its HTTP status: the one table of them
/// (`docs/reference/errors.md`). Each is answered in the form of RFC 9457, with two members more: `code`, a stable
/// name, and `error`, which is the predecessor's name of `detail`.
public enum Problem {
    NO_FILE(
            400,
            "no_file",
            "The request holds no file: send one as multipart/form-data, as curl -F base_teste=@./file.txt does"),
    EMPTY_FILE(400, "empty_file", "The file %s is empty: send one with at least one line"),
    WRONG_EXTENSION(
            415,
            "wrong_extension",
            "The file %s is not taken for its name: name it .txt, .csv or .tsv, .xlsx or .ods if it is a workbook, or .gz, .zst"
                    + " or .zip if it is packed"),
    BINARY_FILE(415, "binary_file", "The file %s is no text, but %s: export what is in it as CSV, and send that"),
    WIDE_TEXT(415, "wide_text", "The file %s is text in UTF-32: save it as UTF-8"),
    EBCDIC_TEXT(415, "ebcdic_text", "The file %s is text in EBCDIC, as mainframes have it: save it as UTF-8"),
    HTML_PAGE(
            415,
            "html_page",
            "The file %s is an HTML page, maybe one that tells of an error: look at it in a browser, and fetch or export the"
                    + " table itself as CSV"),
    XML_DOCUMENT(
            415,
            "xml_document",
            "The file %s is an XML document, maybe one that tells of an error: look at it, and export the table as CSV"),
    JSON_DOCUMENT(415, "json_document", "The file %s is JSON: export it as CSV, one purchase a line"),
    RTF_DOCUMENT(415, "rtf_document", "The file %s is an RTF document: save it as plain text or CSV"),
    PDF_DOCUMENT(
            415,
            "pdf_document",
            "The file %s is a PDF document: export the table as CSV from where the document was made"),
    TAR_ARCHIVE(
            415, "tar_archive", "The file %s is a tar archive: send the files in it one by one, or as a zip archive"),
    UNSUPPORTED_ARCHIVE(
            415,
            "unsupported_archive",
            "The file %s is packed by %s, which is not read here: send it unpacked, or packed by gzip, zstd or zip"),
    OLD_WORKBOOK(
            415,
            "old_workbook",
            "The file %s is a workbook or document of an old Office (.xls, .doc), or one with a password: take the password"
                    + " away, and save the sheet as .xlsx or CSV"),
    SPREADSHEET(415, "spreadsheet", "The file %s is a workbook or a document: save the sheet as CSV"),
    DOCUMENT_NOT_WORKBOOK(
            415, "document_not_workbook", "The file %s is a document, not a workbook: send a workbook, CSV or text"),
    BINARY_WORKBOOK(
            415,
            "binary_workbook",
            "The workbook %s is in Excel's binary format (.xlsb), which is not read: save it as .xlsx or CSV"),
    PROTECTED_WORKBOOK(
            415,
            "protected_workbook",
            "The workbook %s is protected by a password: save it without one, or save the sheet as CSV"),
    WORKBOOK_TOO_LARGE(
            413,
            "workbook_too_large",
            "The workbook %s has more bytes, or more different texts, than a workbook may have: save the sheet as CSV"),
    UNKNOWN_SHEET(
            422, "unknown_sheet", "The workbook %s has no sheet of the name or number given in sheet. It has: %s"),
    WRONG_HEADER(
            422,
            "wrong_header",
            "The header of the file %s does not name the eight columns (%s): each of cpf, private, incompleto,"
                    + " data_ultima_compra, ticket_medio, ticket_ultima_compra, loja_mais_frequente, loja_ultima_compra"
                    + " stands there once, in any order, or there is no header. columns= names others, extra_columns=ignore passes"
                    + " over the unknown ones, missing_columns=null leaves the missing ones NULL"),
    HEADER_TOO_LONG(
            422, "header_too_long", "The header of the file %s is longer than 64 KiB: is there a line end behind it?"),
    HEADER_BELOW_ROWS(
            422,
            "header_below_rows",
            "The header of the file %s is on line %s, below rows whose columns it may not name: move it to the first line,"
                    + " or name the columns with columns="),
    COMMAS_IN_NUMBERS(
            422,
            "commas_in_numbers",
            "The fields of the file %s are separated by commas, and its numbers have commas, too (line %s): where a number ends"
                    + " is not certain. Write it with ; between the fields, with the numbers in quotes, or with a decimal point"
                    + " and no commas in the numbers"),
    PACKED_TOO_OFTEN(
            415, "packed_too_often", "The file %s is packed within packages within packages: send it packed once"),
    PACKED_NOT_RESUMABLE(
            415,
            "packed_not_resumable",
            "The file %s is packed, and unpacking cannot go on in the middle: send it unpacked, or in one request to POST"
                    + " /api/v1/uploads"),
    DAMAGED_PACKAGE(
            400,
            "damaged_package",
            "What packs the file %s cannot be read (changed on the way, or there is something behind its end): pack it again,"
                    + " all of it in one; lines that came before are loaded, see GET /api/v1/uploads"),
    TRUNCATED_PACKAGE(
            400,
            "truncated_package",
            "What packs the file %s ends before its end: send the whole of it; lines that came before are loaded, see GET"
                    + " /api/v1/uploads"),
    ENCRYPTED_PACKAGE(
            415,
            "encrypted_package",
            "The archive %s is encrypted: pack it without a password; files that came before in it are loaded, see GET"
                    + " /api/v1/uploads"),
    UNSUPPORTED_PACKAGE(
            415,
            "unsupported_package",
            "The file %s is packed in a way that is not read here: pack it as zip with Deflate, or by gzip or zstd; files that"
                    + " came before in it are loaded, see GET /api/v1/uploads"),
    WINDOW_TOO_LARGE(
            415,
            "window_too_large",
            "The file %s was packed by zstd with a larger window than is read here (128 MiB; or 8 MiB, where the first frame"
                    + " keeps to that): pack it in one, with --long=27 or less; lines that came before are loaded, see GET"
                    + " /api/v1/uploads"),
    EXPANDS_TOO_FAR(
            413,
            "expands_too_far",
            "The file %s becomes more than 200 times as large when it is unpacked: send it unpacked if it is in order; lines"
                    + " that came before are loaded, see GET /api/v1/uploads"),
    TOO_MANY_FILES(
            413,
            "too_many_files",
            "The archive %s holds more than 1000 files: send them in several; the first are loaded"),
    FILE_TOO_LARGE(
            413,
            "file_too_large",
            "The file %s is larger than this server takes (--max-file-bytes): send it in several; lines that came before are"
                    + " loaded, see GET /api/v1/uploads"),
    BAD_FILE_NAME(
            400,
            "bad_file_name",
            "The filename is a name alone: no folders, no control characters, no quotes, 200 characters at most"),
    UNKNOWN_CONTENT_ENCODING(
            415, "unknown_content_encoding", "The Content-Encoding is not known: it is gzip or zstd, or there is none"),
    UNKNOWN_DUPLICATE_POLICY(
            400,
            "unknown_duplicate_policy",
            "The value of on_duplicate is not known: it is fail (the default), skip or update"),
    AMBIGUOUS_DUPLICATE_POLICY(
            400,
            "ambiguous_duplicate_policy",
            "on_duplicate is given more than once, with different values: say fail, skip or update, and say it once"),
    UNKNOWN_INVALID_POLICY(
            400, "unknown_invalid_policy", "The value of on_invalid is not known: it is keep (the default) or reject"),
    MALFORMED_MAX_REJECTS(
            400,
            "malformed_max_rejects",
            "The value of max_rejects is a number of lines such as 100, or a percentage of them such as 2.5%%"),
    UNKNOWN_ABORT_POLICY(
            400, "unknown_abort_policy", "The value of on_abort is not known: it is keep (the default) or undo"),
    UNKNOWN_UNREADABLE_POLICY(
            400,
            "unknown_unreadable_policy",
            "The value of on_unreadable is not known: it is null (the default: the row has NULL there) or reject (no row)"),
    MALFORMED_MAX_FLAWS(
            400,
            "malformed_max_flaws",
            "The value of max_flaws is a number of lines such as 100, or a percentage of them such as 2.5%%"),
    UNKNOWN_DECIMAL(
            400,
            "unknown_decimal",
            "The value of decimal is not known: it is comma, as in 1.234,50, or point, as in 1,234.50"),
    UNKNOWN_DATES(
            400,
            "unknown_dates",
            "The value of dates is not known: it is dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd, dd/mm/yy or mm/dd/yy"),
    MALFORMED_BOOLEANS(
            400,
            "malformed_booleans",
            "The value of booleans is a word for true, a slash, and another one for false, such as ativo/inativo; several are"
                    + " separated by commas, such as s,sim/n,não"),
    MALFORMED_NULLS(
            400,
            "malformed_nulls",
            "The value of nulls is the words for no value, of 20 characters at most, separated by commas, such as n/i,sem"
                    + " dado"),
    MALFORMED_COLUMNS(
            400,
            "malformed_columns",
            "The value of columns is all fields of a line in their order, with - for one that is passed over, such as"
                    + " cpf,-,private,incompleto; or names of the header and what they stand for, such as"
                    + " Documento:cpf,VIP:private. The columns are cpf, which must be there in the first form, private,"
                    + " incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra, loja_mais_frequente and"
                    + " loja_ultima_compra, each once at most"),
    UNKNOWN_EXTRA_COLUMNS(
            400,
            "unknown_extra_columns",
            "The value of extra_columns is not known: it is refuse (the default) or ignore (they are passed over)"),
    UNKNOWN_MISSING_COLUMNS(
            400,
            "unknown_missing_columns",
            "The value of missing_columns is not known: it is refuse (the default) or null (they are NULL in every row; not"
                    + " for cpf)"),
    MALFORMED_SHEET(
            400,
            "malformed_sheet",
            "The value of sheet is the name of a sheet of the workbook, or its number from 1, such as 2"),
    MALFORMED_CORRECTS(
            400,
            "malformed_corrects",
            "The value of corrects is the id of an upload, a UUID such as 123e4567-e89b-42d3-a456-426614174000"),
    UNKNOWN_CORRECTED(
            422,
            "unknown_corrected_upload",
            "The upload that corrects names does not exist: GET /api/v1/uploads lists those that do; leave corrects out if"
                    + " the file stands alone"),
    OPTION_TOO_LATE(
            422,
            "option_too_late",
            "%s came behind the file, when its lines were read already: %s; put it before the file or into the URL, and send"
                    + " it again"),
    MALFORMED_FLAG(400, "malformed_flag", "The value of dry_run and of allow_repeat is true or false"),
    MALFORMED_WEBHOOK(
            400,
            "malformed_webhook",
            "The webhook is a URL with https:// or http://, without a user or a password in it"),
    WEBHOOKS_SWITCHED_OFF(
            400,
            "webhooks_switched_off",
            "This server tells nobody of the end of an upload: leave webhook out, or have CARGA_WEBHOOK_SECRET"
                    + " (--webhook-secret) set, with which messages are signed"),
    WEBHOOK_NOT_ALLOWED(
            400,
            "webhook_not_allowed",
            "The webhook leads to a private address, and such are not called from here: name a host of the internet, or"
                    + " have --webhook-allow-private set"),
    AMBIGUOUS_CHOICE(400, "ambiguous_choice", "%s is given more than once, with different values: say it once"),
    MALFORMED_MULTIPART(
            400,
            "malformed_multipart",
            "The multipart body cannot be read or ends too early: check the boundary and send the file once more"),
    UPLOAD_TIMED_OUT(
            408,
            "upload_timed_out",
            "Nothing came for too long, or too little, before the file was at its end: send it once more"),

    UPLOAD_ENDED(
            409,
            "upload_ended",
            "The upload of %s was ended while the file was coming: it was cancelled or undone, or seemed to be abandoned;"
                    + " see GET /api/v1/uploads for what became of it"),

    REPEATED_CONTENT(
            409,
            "repeated_content",
            "The content of %s was received before, by the upload %s, and nothing of it was taken again; send it with"
                    + " allow_repeat=true if it is to be"),
    PREVIEW_TOO_LARGE(
            413,
            "preview_too_large",
            "A preview is made of at most 262144 bytes: send the first of the file, as head -c 262144 gives them, or check all"
                    + " of it with carga check"),
    PREVIEW_OF_FORM(
            415,
            "preview_of_form",
            "A preview takes the bytes of the file as the body itself, not a form: as curl --data-binary sends them"),
    MALFORMED_WHOLE(
            400,
            "malformed_whole",
            "The value of whole is true if the body is all of the file, and false (the default) if it is its first bytes"),
    MALFORMED_IDEMPOTENCY_KEY(
            400,
            "malformed_idempotency_key",
            "The Idempotency-Key is a string of 1 to 255 visible characters, such as \"8e03978e-40d5-43dd-bc93-6894a57f9324\""),
    REQUEST_UNDER_WAY(
            409,
            "request_under_way",
            "A request with this Idempotency-Key is being worked on at this moment: send it again in a while for its answer"),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "idempotency_key_reused",
            "The Idempotency-Key was used for another request: take a new one for each file"),
    TOO_MANY_REJECTS(
            422,
            "too_many_rejects",
            "More lines of %s were rejected than max_rejects allows, and the rest was not taken; GET /api/v1/uploads tells"
                    + " which, line by line: mend them and send the file again"),
    TOO_MANY_FLAWS(
            422,
            "too_many_flaws",
            "More lines of %s have a flaw than max_flaws allows, and the rest was not taken; GET /api/v1/uploads tells which,"
                    + " line by line: mend them and send the file again"),

    UNSUPPORTED_TUS_VERSION(
            412, "unsupported_tus_version", "The header Tus-Resumable names the version of the protocol: it is 1.0.0"),
    MALFORMED_UPLOAD_LENGTH(
            400,
            "malformed_upload_length",
            "The header Upload-Length is the number of the file's bytes, or Upload-Defer-Length is 1: one of the two"),
    MALFORMED_UPLOAD_METADATA(
            400,
            "malformed_upload_metadata",
            "The header Upload-Metadata is a list of different keys, each with a blank and its value in Base64 behind it, such"
                    + " as filename YmFzZS50eHQ="),
    MALFORMED_UPLOAD_OFFSET(
            400,
            "malformed_upload_offset",
            "The header Upload-Offset is the number of bytes before those that are sent"),
    WRONG_UPLOAD_OFFSET(
            409,
            "wrong_upload_offset",
            "Of the upload %s the first %s bytes are there, and it goes on behind them: ask with HEAD, and send the rest"),
    OTHER_UPLOAD_LENGTH(
            400,
            "other_upload_length",
            "The file of the upload %s was said to have another length, or has more already: %s bytes"),
    NOT_AN_OFFSET_STREAM(
            415, "not_an_offset_stream", "The Content-Type of what is sent here is application/offset+octet-stream"),
    BODY_EXCEEDS_FILE(
            413,
            "body_exceeds_file",
            "More was sent than the file of the upload %s has, which are %s bytes: send what is missing"),
    UPLOAD_TAKEN_OVER(
            409,
            "upload_taken_over",
            "Another request goes on with the upload %s since: ask with HEAD how far it is, and send the rest"),
    UPLOAD_GONE(
            410,
            "upload_gone",
            "The upload %s takes nothing more: it was cancelled or undone, too many of its lines were rejected, or nothing came"
                    + " for too long; what became of its lines tells GET /api/v1/uploads; send the file as a new one"),
    BROKEN_OFF(400, "broken_off", "The body broke off: ask with HEAD how far the upload is, and send the rest"),
    MALFORMED_CHECKSUM(
            400,
            "malformed_checksum",
            "The header Upload-Checksum is md5, sha1 or sha256, a blank, and the sum in Base64"),
    CHECKSUM_BODY_TOO_LARGE(
            413,
            "checksum_body_too_large",
            "A body with an Upload-Checksum is compared before it is taken, and has 4194304 bytes at most: send smaller ones"),
    CHECKSUM_MISMATCH(
            460,
            "checksum_mismatch",
            "The body is another than its Upload-Checksum says: nothing of it was taken; send it again"),
    CONCATENATION_NOT_SUPPORTED(
            400,
            "concatenation_not_supported",
            "A file comes in one upload here, not in several that are put together: switch parallel uploads off in the client"),

    MISSING_MESSAGE_ID(
            400, "missing_message_id", "Say which upload: /status?message_id=UUID, as in the url of its answer"),
    MALFORMED_MESSAGE_ID(
            400,
            "malformed_message_id",
            "The message_id is given once and is a UUID such as 123e4567-e89b-42d3-a456-426614174000"),
    UNKNOWN_MESSAGE_ID(404, "unknown_message_id", "There is no upload with the message_id %s"),

    MALFORMED_UPLOAD_ID(
            400,
            "malformed_upload_id",
            "An upload is named by a UUID such as 123e4567-e89b-42d3-a456-426614174000, the message_id of its answer"),
    UNKNOWN_UPLOAD(404, "unknown_upload", "There is no upload %s"),
    UNKNOWN_PURCHASE(404, "unknown_purchase", "There is no row with this CPF"),
    RETRY_OF_WITHDRAWN(
            409,
            "upload_withdrawn",
            "The upload %s was cancelled or undone, and is not loaded any more: send its file once more"),
    UNDO_WITHOUT_ORIGINS(
            409,
            "undo_not_possible",
            "The upload %s was loaded under update by an earlier version, which did not write down the rows it added: they"
                    + " cannot be told from those it only updated"),
    UNKNOWN_STATE(
            400,
            "unknown_state",
            "The value of state is not known: it is one or more, with commas between, of receiving, loading, completed,"
                    + " partially_failed, failed, interrupted, cancelling, cancelled, undoing, undone"),
    MALFORMED_LIMIT(400, "malformed_limit", "The limit is a number from 1 to %s"),
    MALFORMED_WAIT(400, "malformed_wait", "The wait is a number of seconds from 0 to %s"),
    UNKNOWN_ISSUE_CODE(
            400,
            "unknown_issue_code",
            "The code is not known: it is one that the issues of an upload have, such as invalid_cpf"),
    UNKNOWN_KIND(400, "unknown_kind", "The kind of lines is not known: it is rejects (the default), flaws or all"),
    UNKNOWN_FORMAT(400, "unknown_format", "The format is not known: it is text (the default) or csv"),
    UNKNOWN_LANGUAGE(400, "unknown_language", "The language is not known: it is pt or en"),
    UNKNOWN_CURSOR(400, "unknown_cursor", "The cursor is not one that a page has given as next"),

    UNKNOWN_ROUTE(
            404,
            "unknown_route",
            "There is nothing here: GET /docs tells what there is; files are sent to POST / or POST /api/v1/uploads"),
    UNKNOWN_MANAGEMENT_ROUTE(
            404,
            "unknown_management_route",
            "There is nothing at this port but GET /health/live, /health/ready and /metrics"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "The method %s is not for this path; allowed: %s"),
    URI_TOO_LONG(414, "uri_too_long", "The URL is too long"),
    HEADERS_TOO_LARGE(431, "headers_too_large", "The headers of the request are too large"),
    MALFORMED_REQUEST(400, "malformed_request", "The request is not well-formed HTTP"),

    TOO_MANY_UPLOADS(
            503, "too_many_uploads", "Too many files are being received at this moment: send it again in a while"),
    TOO_MANY_WATCHERS(
            503, "too_many_watchers", "Too many look on at this moment: ask without waiting, or again in a while"),
    STARTING(503, "starting", "The server is starting, see /health/ready: try again in a while"),
    STORE_AWAY(
            503,
            "store_away",
            "The database does not answer: try again in a while, and send once more a file that was not answered with 202"),
    SHUTTING_DOWN(503, "shutting_down", "The server is about to stop: try again in a while"),
    INTERNAL_ERROR(500, "internal_error", "Something went wrong on our side; the log of the server tells what");

    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String code;
    private final String text;

    Problem(int status, String code, String text) {
        this.status = status;
        this.code = code;
        this.text = text;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /// For a 503: what is away is mostly back soon.
    public boolean isPassing() {
        return status == 503;
    }

    /// The answer's body; `details` fill the gaps in the text.
    public byte[] body(Object... details) {
        return bodyOf(status, details);
    }

    /// The same where the server has chosen the status by itself.
    public byte[] bodyOf(int status, Object... details) {
        return bytes(json(status, details));
    }

    public static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// To which members may be added.
    public ObjectNode json(Object... details) {
        return json(status, details);
    }

    private ObjectNode json(int status, Object... details) {
        String text = text(details);
        return JSON.createObjectNode()
                .put("type", "urn:carga:problem:" + code)
                .put("title", title())
                .put("status", status)
                .put("detail", text)
                .put("code", code)
                .put("error", text);
    }

    /// The code as people write it.
    private String title() {
        return (Character.toUpperCase(code.charAt(0)) + code.substring(1)).replace('_', ' ');
    }

    public String text(Object... details) {
        return text.formatted(details);
    }

    /// For a file that was not accepted.
    public static Problem of(ReceiveResult receipt) {
        return switch (receipt) {
            case ReceiveResult.Accepted _ -> throw new IllegalArgumentException("There is no problem");
            case ReceiveResult.Ended(var _, var aborted) when aborted == null -> UPLOAD_ENDED;
            case ReceiveResult.Ended(var _, var aborted) ->
                UploadView.TOO_MANY_FLAWS.equals(aborted) ? TOO_MANY_FLAWS : TOO_MANY_REJECTS;
            case ReceiveResult.WrongHeader _ -> WRONG_HEADER;
            case ReceiveResult.HeaderBelowRows _ -> HEADER_BELOW_ROWS;
            case ReceiveResult.CommasInNumbers _ -> COMMAS_IN_NUMBERS;
            case ReceiveResult.UnknownSheet _ -> UNKNOWN_SHEET;
            case ReceiveResult.OtherKind(FileKind kind) -> of(kind);
            case ReceiveResult.Repeated _ -> REPEATED_CONTENT;
            case ReceiveResult.Stopped(Stop reason) ->
                switch (reason) {
                    case DAMAGED -> DAMAGED_PACKAGE;
                    case TRUNCATED -> TRUNCATED_PACKAGE;
                    case ENCRYPTED -> ENCRYPTED_PACKAGE;
                    case UNSUPPORTED -> UNSUPPORTED_PACKAGE;
                    case WINDOW_TOO_LARGE -> WINDOW_TOO_LARGE;
                    case EXPANDS_TOO_FAR -> EXPANDS_TOO_FAR;
                    case TOO_MANY_FILES -> TOO_MANY_FILES;
                    case TOO_LARGE -> FILE_TOO_LARGE;
                };
            case ReceiveResult.Refused(Refusal reason) ->
                switch (reason) {
                    case WRONG_EXTENSION -> WRONG_EXTENSION;
                    case EMPTY_FILE -> EMPTY_FILE;
                    case WIDE_TEXT -> WIDE_TEXT;
                    case HEADER_TOO_LONG -> HEADER_TOO_LONG;
                    case SPREADSHEET -> SPREADSHEET;
                    case DOCUMENT_NOT_WORKBOOK -> DOCUMENT_NOT_WORKBOOK;
                    case BINARY_WORKBOOK -> BINARY_WORKBOOK;
                    case PROTECTED_WORKBOOK -> PROTECTED_WORKBOOK;
                    case WORKBOOK_TOO_LARGE -> WORKBOOK_TOO_LARGE;
                    case PACKED_TOO_OFTEN -> PACKED_TOO_OFTEN;
                    case PACKED_NOT_RESUMABLE -> PACKED_NOT_RESUMABLE;
                    case UNKNOWN_CORRECTED_UPLOAD -> UNKNOWN_CORRECTED;
                    case BAD_NAME -> BAD_FILE_NAME;
                };
        };
    }

    private static Problem of(FileKind kind) {
        return switch (kind) {
            case HTML -> HTML_PAGE;
            case XML -> XML_DOCUMENT;
            case JSON -> JSON_DOCUMENT;
            case RTF -> RTF_DOCUMENT;
            case PDF -> PDF_DOCUMENT;
            case TAR -> TAR_ARCHIVE;
            case OLE -> OLD_WORKBOOK;
            case EBCDIC -> EBCDIC_TEXT;
            case BZIP2, XZ, SEVEN_ZIP, RAR, LZ4, COMPRESS, CABINET -> UNSUPPORTED_ARCHIVE;
            case PARQUET, AVRO, ARROW, ORC, SQLITE, DBASE, PICTURE, PROGRAM, BINARY -> BINARY_FILE;
            // They have receipts of their own.
            case EMPTY -> EMPTY_FILE;
            case WIDE_TEXT -> WIDE_TEXT;
            case TEXT, GZIP, ZSTD, ZIP -> PACKED_TOO_OFTEN;
        };
    }

    /// What fills the gaps in the text.
    public static Object[] details(Received file) {
        return switch (file.receipt()) {
            case ReceiveResult.WrongHeader(var header) -> new Object[] {file.name(), header.description()};
            case ReceiveResult.HeaderBelowRows(long line) -> new Object[] {file.name(), line};
            case ReceiveResult.CommasInNumbers(long line) -> new Object[] {file.name(), line};
            case ReceiveResult.UnknownSheet(var sheets) -> new Object[] {file.name(), String.join(", ", sheets)};
            case ReceiveResult.OtherKind(FileKind kind) -> new Object[] {file.name(), kind.description()};
            case ReceiveResult.Repeated(var first) -> new Object[] {file.name(), first};
            case ReceiveResult.Accepted _, ReceiveResult.Ended _, ReceiveResult.Refused _, ReceiveResult.Stopped _ ->
                new Object[] {file.name()};
        };
    }

    /// For the requests that the HTTP server turns down before any route sees them.
    public static Problem ofServerStatus(int status) {
        return switch (status) {
            case 404 -> UNKNOWN_ROUTE;
            case 408 -> UPLOAD_TIMED_OUT;
            case 414 -> URI_TOO_LONG;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> SHUTTING_DOWN;
            // A version of HTTP that there is not: the sender's fault, for all that the number says.
            case 505 -> MALFORMED_REQUEST;
            default -> status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
        };
    }
}

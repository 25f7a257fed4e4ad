package dev.carga.adapters.http.exchange;

/// Everything that can be wrong with a request, with its HTTP status: the one table of them
/// (`docs/reference/errors.md`). Each is answered in the form of RFC 9457, with two members more: `code`, a
/// stable name, and `error`, which is the predecessor's name of `detail`.
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
    BINARY_FILE(415, "binary_file", "%s is not a text file but %s. Export its content as CSV and send that"),
    WIDE_TEXT(415, "wide_text", "The file %s is text in UTF-32: save it as UTF-8"),
    EBCDIC_TEXT(415, "ebcdic_text", "The file %s is text in EBCDIC, the encoding of mainframes: save it as UTF-8"),
    HTML_PAGE(
            415,
            "html_page",
            "The file %s is an HTML page, perhaps an error page. Open it in a browser, and download or export"
                    + " the table as CSV"),
    XML_DOCUMENT(
            415,
            "xml_document",
            "The file %s is an XML document, perhaps an error message. Check it, and export the table as CSV"),
    JSON_DOCUMENT(415, "json_document", "The file %s is JSON: export it as CSV with one purchase per line"),
    RTF_DOCUMENT(415, "rtf_document", "The file %s is an RTF document: save it as plain text or CSV"),
    PDF_DOCUMENT(
            415,
            "pdf_document",
            "The file %s is a PDF document: export the table as CSV from where the document was made"),
    TAR_ARCHIVE(415, "tar_archive", "The file %s is a tar archive: send its files one by one, or as a zip archive"),
    UNSUPPORTED_ARCHIVE(
            415,
            "unsupported_archive",
            "The file %s is compressed with %s, which is not supported. Send it uncompressed, or as gzip, zstd"
                    + " or zip"),
    OLD_WORKBOOK(
            415,
            "old_workbook",
            "The file %s is a workbook or document of an old Office (.xls, .doc), or has a password. Remove"
                    + " the password, and save the sheet as .xlsx or CSV"),
    SPREADSHEET(415, "spreadsheet", "The file %s is a workbook or a document: save the sheet as CSV"),
    DOCUMENT_NOT_WORKBOOK(
            415, "document_not_workbook", "The file %s is a document, not a workbook: send a workbook, CSV or text"),
    BINARY_WORKBOOK(
            415,
            "binary_workbook",
            "The workbook %s is in Excel's binary format (.xlsb), which is not supported: save it as .xlsx or"
                    + " CSV"),
    PROTECTED_WORKBOOK(
            415,
            "protected_workbook",
            "The workbook %s is protected by a password: save it without one, or save the sheet as CSV"),
    WORKBOOK_TOO_LARGE(
            413,
            "workbook_too_large",
            "The workbook %s has more bytes, or more distinct texts, than a workbook may have: save the sheet"
                    + " as CSV"),
    UNKNOWN_SHEET(
            422,
            "unknown_sheet",
            "The workbook %s has no sheet with the name or number given in sheet. Its sheets: %s"),
    WRONG_HEADER(
            422,
            "wrong_header",
            "The header of the file %s does not name the eight columns (%s). It must name each of cpf,"
                    + " private, incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra, loja_mais_frequente"
                    + " and loja_ultima_compra once, in any order; or leave the header out. columns= renames columns,"
                    + " extra_columns=ignore ignores unknown ones, missing_columns=null leaves missing ones NULL"),
    HEADER_TOO_LONG(
            422, "header_too_long", "The header of the file %s is longer than 64 KiB. Does a line end follow it?"),
    HEADER_BELOW_ROWS(
            422,
            "header_below_rows",
            "The header of the file %s is on line %s, below rows whose columns it may not describe. Move it to"
                    + " the first line, or name the columns with columns="),
    COMMAS_IN_NUMBERS(
            422,
            "commas_in_numbers",
            "The file %s separates its fields with commas and also has commas in its numbers (line %s), so it"
                    + " is ambiguous where a number ends. Separate fields with ;, put numbers in quotes, or use a decimal"
                    + " point and no other comma"),
    PACKED_TOO_OFTEN(
            415,
            "packed_too_often",
            "The file %s is compressed more than twice, one archive inside another. Compress it once"),
    PACKED_NOT_RESUMABLE(
            415,
            "packed_not_resumable",
            "The file %s is compressed, and decompression cannot resume in the middle. Send it uncompressed,"
                    + " or in one request to POST /api/v1/uploads"),
    DAMAGED_PACKAGE(
            400,
            "damaged_package",
            "The file %s cannot be decompressed: it is corrupt, or other data follows its end. Compress it"
                    + " again as a whole. Lines before the damage are loaded, see GET /api/v1/uploads"),
    TRUNCATED_PACKAGE(
            400,
            "truncated_package",
            "The compressed file %s is truncated. Send all of it. Lines before that are loaded, see GET"
                    + " /api/v1/uploads"),
    ENCRYPTED_PACKAGE(
            415,
            "encrypted_package",
            "The archive %s is encrypted. Create it without a password. Files before the encrypted one are"
                    + " loaded, see GET /api/v1/uploads"),
    UNSUPPORTED_PACKAGE(
            415,
            "unsupported_package",
            "The file %s is compressed with an unsupported method. Use zip with Deflate, gzip or zstd. Files"
                    + " before it in the archive are loaded, see GET /api/v1/uploads"),
    WINDOW_TOO_LARGE(
            415,
            "window_too_large",
            "The file %s was compressed with a zstd window that is too large (at most 128 MiB; at most 8 MiB"
                    + " after a first frame that keeps to 8 MiB). Compress it as a whole with --long=27 or less. Lines"
                    + " before that are loaded, see GET /api/v1/uploads"),
    EXPANDS_TOO_FAR(
            413,
            "expands_too_far",
            "The file %s expands to more than 200 times its size. If that is correct, send it uncompressed."
                    + " Lines before that are loaded, see GET /api/v1/uploads"),
    TOO_MANY_FILES(
            413,
            "too_many_files",
            "The archive %s contains more than 1000 files. Split it into several. Its first files are loaded"),
    FILE_TOO_LARGE(
            413,
            "file_too_large",
            "The file %s is larger than this server accepts (--max-file-bytes). Split it into several. Lines"
                    + " before the limit are loaded, see GET /api/v1/uploads"),
    BAD_FILE_NAME(
            400,
            "bad_file_name",
            "The filename must be a plain name: no folders, no control characters, no quotes, at most 200"
                    + " characters"),
    UNKNOWN_CONTENT_ENCODING(
            415, "unknown_content_encoding", "Unknown Content-Encoding: use gzip or zstd, or omit the header"),
    UNKNOWN_DUPLICATE_POLICY(
            400, "unknown_duplicate_policy", "Unknown value of on_duplicate: use fail (the default), skip or update"),
    AMBIGUOUS_DUPLICATE_POLICY(
            400,
            "ambiguous_duplicate_policy",
            "on_duplicate is given more than once with different values: give it once, as fail, skip or update"),
    UNKNOWN_INVALID_POLICY(
            400, "unknown_invalid_policy", "Unknown value of on_invalid: use keep (the default) or reject"),
    MALFORMED_MAX_REJECTS(
            400,
            "malformed_max_rejects",
            "max_rejects must be a number of lines such as 100, or a percentage of them such as 2.5%%"),
    UNKNOWN_ABORT_POLICY(400, "unknown_abort_policy", "Unknown value of on_abort: use keep (the default) or undo"),
    UNKNOWN_UNREADABLE_POLICY(
            400,
            "unknown_unreadable_policy",
            "Unknown value of on_unreadable: use null (the default: the value is NULL) or reject (the line is"
                    + " rejected)"),
    MALFORMED_MAX_FLAWS(
            400,
            "malformed_max_flaws",
            "max_flaws must be a number of lines such as 100, or a percentage of them such as 2.5%%"),
    UNKNOWN_DECIMAL(
            400, "unknown_decimal", "Unknown value of decimal: use comma, as in 1.234,50, or point, as in 1,234.50"),
    UNKNOWN_DATES(
            400,
            "unknown_dates",
            "Unknown value of dates: use dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd, dd/mm/yy or mm/dd/yy"),
    MALFORMED_BOOLEANS(
            400,
            "malformed_booleans",
            "booleans must be a word for true, a slash, and a word for false, such as ativo/inativo. Separate"
                    + " several words with commas, such as s,sim/n,não"),
    MALFORMED_NULLS(
            400,
            "malformed_nulls",
            "nulls must be the words for no value, at most 20 characters each, separated by commas, such as"
                    + " n/i,sem dado"),
    MALFORMED_COLUMNS(
            400,
            "malformed_columns",
            "columns must list all fields of a line in their order, with - for a field to ignore, such as"
                    + " cpf,-,private,incompleto; or map names of the header to columns, such as"
                    + " Documento:cpf,VIP:private. The columns are cpf, which the first form must contain, private,"
                    + " incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra, loja_mais_frequente and"
                    + " loja_ultima_compra, each at most once"),
    UNKNOWN_EXTRA_COLUMNS(
            400,
            "unknown_extra_columns",
            "Unknown value of extra_columns: use refuse (the default) or ignore (unknown columns are ignored)"),
    UNKNOWN_MISSING_COLUMNS(
            400,
            "unknown_missing_columns",
            "Unknown value of missing_columns: use refuse (the default) or null (missing columns are NULL in"
                    + " every row; cpf must not be missing)"),
    MALFORMED_SHEET(
            400,
            "malformed_sheet",
            "sheet must be the name of a sheet of the workbook, or its number from 1, such as 2"),
    MALFORMED_CORRECTS(
            400,
            "malformed_corrects",
            "corrects must be the id of an upload, a UUID such as 123e4567-e89b-42d3-a456-426614174000"),
    UNKNOWN_CORRECTED(
            422,
            "unknown_corrected_upload",
            "The upload that corrects names does not exist. GET /api/v1/uploads lists all uploads; omit"
                    + " corrects if the file corrects none"),
    OPTION_TOO_LATE(
            422,
            "option_too_late",
            "%s came after the file, when its lines had already been read: %s. Put it before the file or into"
                    + " the URL, and send the request again"),
    MALFORMED_FLAG(400, "malformed_flag", "dry_run and allow_repeat must be true or false"),
    MALFORMED_WEBHOOK(
            400, "malformed_webhook", "webhook must be a URL with https:// or http://, without a user or a password"),
    WEBHOOKS_SWITCHED_OFF(
            400,
            "webhooks_switched_off",
            "Webhooks are off on this server. Omit webhook, or have CARGA_WEBHOOK_SECRET (--webhook-secret)"
                    + " set, which signs messages"),
    WEBHOOK_NOT_ALLOWED(
            400,
            "webhook_not_allowed",
            "The webhook's host has a private address, which this server does not call. Use a host on the"
                    + " public internet, or have --webhook-allow-private set"),
    AMBIGUOUS_CHOICE(400, "ambiguous_choice", "%s is given more than once with different values: give it once"),
    MALFORMED_MULTIPART(
            400,
            "malformed_multipart",
            "The multipart body is malformed or ends too early. Check the boundary and send the file again"),
    UPLOAD_TIMED_OUT(
            408,
            "upload_timed_out",
            "The body arrived too slowly, or stopped, before the end of the file. Send it again"),

    UPLOAD_ENDED(
            409,
            "upload_ended",
            "The upload of %s was ended while the file was arriving: it was cancelled or undone, or it seemed"
                    + " to be abandoned. See GET /api/v1/uploads"),

    REPEATED_CONTENT(
            409,
            "repeated_content",
            "The content of %s was received before, by the upload %s, and was not received again. Send it with"
                    + " allow_repeat=true to load it again"),
    PREVIEW_TOO_LARGE(
            413,
            "preview_too_large",
            "A preview reads at most 262144 bytes. Send the start of the file (head -c 262144), or check all"
                    + " of it with carga check"),
    PREVIEW_OF_FORM(
            415,
            "preview_of_form",
            "A preview takes the bytes of the file as the body, not a form: send them as curl --data-binary" + " does"),
    MALFORMED_WHOLE(
            400,
            "malformed_whole",
            "whole must be true if the body is the whole file, or false (the default) if it is the start of"
                    + " the file"),
    MALFORMED_IDEMPOTENCY_KEY(
            400,
            "malformed_idempotency_key",
            "The Idempotency-Key must be a string of 1 to 255 visible characters, such as"
                    + " \"8e03978e-40d5-43dd-bc93-6894a57f9324\""),
    REQUEST_UNDER_WAY(
            409,
            "request_under_way",
            "A request with this Idempotency-Key is in progress. Send it again later to get its response"),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "idempotency_key_reused",
            "The Idempotency-Key was used for a different request. Use a new key for each file"),
    TOO_MANY_REJECTS(
            422,
            "too_many_rejects",
            "More lines of %s were rejected than max_rejects allows, so the rest was not received. GET"
                    + " /api/v1/uploads lists them: fix the lines and send the file again"),
    TOO_MANY_FLAWS(
            422,
            "too_many_flaws",
            "More lines of %s have a flaw than max_flaws allows, so the rest was not received. GET"
                    + " /api/v1/uploads lists them: fix the lines and send the file again"),

    UNSUPPORTED_TUS_VERSION(
            412, "unsupported_tus_version", "The header Tus-Resumable must name the protocol's version, 1.0.0"),
    MALFORMED_UPLOAD_LENGTH(
            400,
            "malformed_upload_length",
            "Send either the header Upload-Length, the size of the file in bytes, or Upload-Defer-Length: 1"),
    MALFORMED_UPLOAD_METADATA(
            400,
            "malformed_upload_metadata",
            "The header Upload-Metadata must be a comma-separated list of distinct keys, each followed by a"
                    + " space and its value in Base64, such as filename YmFzZS50eHQ="),
    MALFORMED_UPLOAD_OFFSET(
            400,
            "malformed_upload_offset",
            "The header Upload-Offset must be the number of bytes before those in the body"),
    WRONG_UPLOAD_OFFSET(409, "wrong_upload_offset", "Upload %s is at offset %s. Send HEAD, then resume from there"),
    OTHER_UPLOAD_LENGTH(
            400,
            "other_upload_length",
            "Upload-Length contradicts the length of the upload %s given before, or the bytes it already has:" + " %s"),
    NOT_AN_OFFSET_STREAM(415, "not_an_offset_stream", "The Content-Type must be application/offset+octet-stream"),
    BODY_EXCEEDS_FILE(
            413,
            "body_exceeds_file",
            "The body exceeds the file of the upload %s, which has %s bytes. Send only the missing bytes"),
    UPLOAD_TAKEN_OVER(
            409,
            "upload_taken_over",
            "Another request has resumed the upload %s. Send HEAD for its offset, then resume from there"),
    UPLOAD_GONE(
            410,
            "upload_gone",
            "The upload %s accepts no more bytes: it was cancelled or undone, too many of its lines were"
                    + " rejected, or it expired. GET /api/v1/uploads shows what happened to its lines. Send the file as a"
                    + " new upload"),
    BROKEN_OFF(
            400,
            "broken_off",
            "The body was interrupted. Send HEAD for the offset of the upload, then resume from there"),
    MALFORMED_CHECKSUM(
            400,
            "malformed_checksum",
            "The header Upload-Checksum must be md5, sha1 or sha256, a space, and the checksum in Base64"),
    CHECKSUM_BODY_TOO_LARGE(
            413,
            "checksum_body_too_large",
            "A body with an Upload-Checksum may have at most 4194304 bytes, as it is verified before it is"
                    + " stored. Send smaller bodies"),
    CHECKSUM_MISMATCH(
            460,
            "checksum_mismatch",
            "The body does not match its Upload-Checksum. None of it was stored: send it again"),
    CONCATENATION_NOT_SUPPORTED(
            400,
            "concatenation_not_supported",
            "Parallel uploads that are concatenated are not supported. Turn parallel uploads off in the client"),

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
            "The id of an upload must be a UUID such as 123e4567-e89b-42d3-a456-426614174000, the message_id"
                    + " of the response to the file"),
    UNKNOWN_UPLOAD(404, "unknown_upload", "There is no upload %s"),
    UNKNOWN_PURCHASE(404, "unknown_purchase", "There is no row with this CPF"),
    RETRY_OF_WITHDRAWN(
            409,
            "upload_withdrawn",
            "The upload %s was cancelled or undone and can no longer be loaded. Send its file again"),
    UNDO_WITHOUT_ORIGINS(
            409,
            "undo_not_possible",
            "The upload %s was loaded with on_duplicate=update by an earlier version, which did not record the"
                    + " rows it added. They cannot be told apart from rows it only updated"),
    UNKNOWN_STATE(
            400,
            "unknown_state",
            "Unknown value of state: use one or more, separated by commas, of receiving, loading, completed,"
                    + " partially_failed, failed, interrupted, cancelling, cancelled, undoing, undone"),
    MALFORMED_LIMIT(400, "malformed_limit", "limit must be a number from 1 to %s"),
    MALFORMED_WAIT(400, "malformed_wait", "wait must be a number of seconds from 0 to %s"),
    UNKNOWN_ISSUE_CODE(400, "unknown_issue_code", "Unknown code: use the code of an issue, such as invalid_cpf"),
    UNKNOWN_KIND(400, "unknown_kind", "Unknown kind: use rejects (the default), flaws or all"),
    UNKNOWN_FORMAT(400, "unknown_format", "Unknown format: use text (the default) or csv"),
    UNKNOWN_LANGUAGE(400, "unknown_language", "Unknown language: use pt or en"),
    UNKNOWN_CURSOR(400, "unknown_cursor", "cursor must be a value that a page returned as next"),

    UNKNOWN_ROUTE(
            404,
            "unknown_route",
            "There is nothing at this path. GET /docs lists the API; send files to POST / or POST"
                    + " /api/v1/uploads"),
    UNKNOWN_MANAGEMENT_ROUTE(
            404, "unknown_management_route", "This port serves only GET /health/live, /health/ready and /metrics"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "The method %s is not allowed for this path; allowed: %s"),
    URI_TOO_LONG(414, "uri_too_long", "The URL is too long"),
    HEADERS_TOO_LARGE(431, "headers_too_large", "The headers of the request are too large"),
    MALFORMED_REQUEST(400, "malformed_request", "The request is not well-formed HTTP"),

    TOO_MANY_UPLOADS(503, "too_many_uploads", "Too many files are being received at the moment. Send it again later"),
    TOO_MANY_WATCHERS(
            503,
            "too_many_watchers",
            "Too many clients are watching uploads at the moment. Send the request without waiting, or again"
                    + " later"),
    STARTING(503, "starting", "The server is starting, see /health/ready. Try again later"),
    STORE_AWAY(
            503,
            "store_away",
            "The database does not respond. Try again later, and send again any file that was not answered"
                    + " with 202"),
    SHUTTING_DOWN(503, "shutting_down", "The server is shutting down. Try again later"),
    INTERNAL_ERROR(500, "internal_error", "An error occurred on the server; its log has the details");

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

    /// Whether the same request may succeed soon: true for each 503.
    public boolean isTransient() {
        return status == 503;
    }

    /// The sentence for people.
    ///
    /// @param arguments fill its placeholders, in their order
    public String text(Object... arguments) {
        return text.formatted(arguments);
    }
}

-- What a person has decided against an upload, and how far that is: dev.carga.domain.upload.Withdrawal.

ALTER TABLE carga_upload
    ADD COLUMN sha256              text,
    ADD COLUMN seen_at             timestamptz,
    ADD COLUMN withdrawn           text,
    ADD COLUMN withdrawn_at        timestamptz,
    ADD COLUMN withdrawal_ended_at timestamptz,
    ADD COLUMN undo_page           bigint  NOT NULL DEFAULT 0,
    ADD COLUMN undo_found          bigint  NOT NULL DEFAULT 0,
    ADD COLUMN undo_passes         integer NOT NULL DEFAULT 0,
    ADD COLUMN rows_removed        bigint  NOT NULL DEFAULT 0,
    ADD COLUMN rows_kept           bigint  NOT NULL DEFAULT 0,
    ADD COLUMN tells_origins       boolean NOT NULL DEFAULT true,
    ADD CONSTRAINT carga_upload_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT carga_upload_withdrawn CHECK (withdrawn IN ('cancelled', 'undone')),
    ADD CONSTRAINT carga_upload_withdrawn_at CHECK ((withdrawn IS NULL) = (withdrawn_at IS NULL)),
    ADD CONSTRAINT carga_upload_withdrawal_ended CHECK (withdrawn IS NOT NULL OR withdrawal_ended_at IS NULL),
    -- Who withdraws an upload that is still coming ends the receiving.
    ADD CONSTRAINT carga_upload_withdrawn_closed CHECK (withdrawn IS NULL OR state <> 'receiving');

COMMENT ON COLUMN carga_upload.seen_at IS
    'When the process that receives it said so last; without that it is abandoned. NULL: a version that does not say so';
COMMENT ON COLUMN carga_upload.undo_page IS 'Up to which page of user_purchase the present pass of the undo has come';
COMMENT ON COLUMN carga_upload.undo_found IS 'Rows removed in the present pass';
COMMENT ON COLUMN carga_upload.tells_origins IS 'Whether rows say which upload added them; not so under update before version 4';

UPDATE carga_upload SET tells_origins = false WHERE on_duplicate = 'update';

-- Both are looked at every few seconds, and nearly always empty.
CREATE INDEX carga_upload_receiving ON carga_upload (seen_at) WHERE state = 'receiving';
CREATE INDEX carga_upload_withdrawing ON carga_upload (withdrawn_at)
    WHERE withdrawn IS NOT NULL AND withdrawal_ended_at IS NULL;

ALTER TABLE carga_part
    ADD COLUMN attempts     integer NOT NULL DEFAULT 0,
    ADD COLUMN on_duplicate text,
    ADD CONSTRAINT carga_part_on_duplicate CHECK (on_duplicate IN ('fail', 'skip', 'update'));

COMMENT ON COLUMN carga_part.attempts IS 'Begun by a worker and not ended, as far as anybody knows';
COMMENT ON COLUMN carga_part.on_duplicate IS 'Where it is another than that of the upload: the part was tried again';

ALTER TABLE user_purchase ADD COLUMN first_upload_id integer;

COMMENT ON COLUMN user_purchase.first_upload_id IS
    'The upload that added the row, where upload_id has only updated it; 0 if the row was there before Carga was';

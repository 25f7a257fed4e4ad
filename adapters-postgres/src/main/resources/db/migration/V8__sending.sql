-- How a file may be sent, and what is wished of it: dev.carga.domain.upload.LoadingRules, dev.carga.application.receive.ResumableStore,
-- dev.carga.application.notify.WebhookStore.

ALTER TABLE carga_upload
    ADD COLUMN on_invalid  text    NOT NULL DEFAULT 'keep',
    ADD COLUMN max_rejects text,
    ADD COLUMN on_abort    text    NOT NULL DEFAULT 'keep',
    ADD COLUMN aborted     text,
    ADD COLUMN dry_run     boolean NOT NULL DEFAULT false,
    ADD COLUMN head_sha256 text,
    ADD COLUMN held        boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT carga_upload_on_invalid CHECK (on_invalid IN ('keep', 'reject')),
    ADD CONSTRAINT carga_upload_max_rejects CHECK (max_rejects ~ '^[0-9]{1,18}$|^[0-9]{1,3}([.][0-9]{1,3})?%$'),
    ADD CONSTRAINT carga_upload_on_abort CHECK (on_abort IN ('keep', 'undo')),
    ADD CONSTRAINT carga_upload_aborted CHECK (aborted IS NULL OR withdrawn IS NOT NULL),
    ADD CONSTRAINT carga_upload_head_sha256 CHECK (head_sha256 ~ '^[0-9a-f]{64}$');

COMMENT ON COLUMN carga_upload.aborted IS 'Why Carga itself withdrew it: a stable code; NULL if a person did, or nobody';
COMMENT ON COLUMN carga_upload.head_sha256 IS 'Of as much of the file as tells what it is: two files alike in it may be one, sent twice';
COMMENT ON COLUMN carga_upload.held IS
    'No part is handed out until all of the file is there, and known not to be one that was sent before';

-- Whether a file was sent before is asked of each that comes.
CREATE INDEX carga_upload_sha256_key ON carga_upload (sha256);
CREATE INDEX carga_upload_head_sha256_key ON carga_upload (head_sha256);

-- The CPFs that an upload would have added, so that its parts see each other though nothing is loaded. Gone when it has ended.
CREATE TABLE carga_dry_run (
    upload_id integer                 NOT NULL,
    cpf       varchar(20) COLLATE "C" NOT NULL,
    line      bigint                  NOT NULL,
    PRIMARY KEY (upload_id, cpf)
);

-- A file that comes in several requests: how far it is, and where its reading stands behind the last part.
CREATE TABLE carga_resumable (
    upload_id      integer PRIMARY KEY,
    -- NULL: not told yet.
    length         bigint,
    received       bigint NOT NULL DEFAULT 0,
    metadata       text,
    -- Of the request that may write: the last that asked.
    token          uuid,
    -- Where the reading stands, and the text behind the last part; NULL while the head is not whole, and text is the bytes as they came.
    checkpoint     jsonb,
    text           bytea,
    CONSTRAINT carga_resumable_received CHECK (received >= 0 AND received <= coalesce(length, received))
);

-- What of them is to be forgotten is few among many.
CREATE INDEX carga_resumable_text ON carga_resumable (upload_id) WHERE text IS NOT NULL;

COMMENT ON TABLE carga_resumable IS 'While the upload is being received; until carga_upload.seen_at, which lies ahead, it may go on';

-- The answer to a request that named itself, for when it comes again.
CREATE TABLE carga_request (
    key         text PRIMARY KEY,
    fingerprint text        NOT NULL,
    token       uuid        NOT NULL,
    began_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- NULL while it is being worked on.
    status      integer,
    location    text,
    body        text
);

CREATE INDEX carga_request_began ON carga_request (began_at);

-- Whom to tell when an upload has ended.
CREATE TABLE carga_webhook (
    upload_id    integer PRIMARY KEY,
    url          text        NOT NULL,
    attempts     integer     NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_at timestamptz,
    given_up_at  timestamptz,
    last_status  integer,
    last_error   text
);

CREATE INDEX carga_webhook_pending ON carga_webhook (next_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;

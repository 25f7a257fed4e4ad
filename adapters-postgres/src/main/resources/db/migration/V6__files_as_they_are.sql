-- How a file is written, as it was recognised: dev.carga.domain.layout.Layout.

ALTER TABLE carga_upload ADD COLUMN layout jsonb;

COMMENT ON COLUMN carga_upload.layout IS
    'What packed it, encoding, separator, columns in their order, header, line ends; NULL: a version that knew one layout';

-- A worker of an earlier version reads every part as blank-aligned. What is written otherwise says from which version of this
-- schema on workers can read it, and no other can settle it as loaded: the part goes back and waits for one that can.
ALTER TABLE carga_part
    ADD COLUMN needs_version integer,
    ADD COLUMN read_by       integer;

ALTER TABLE carga_part
    ADD CONSTRAINT carga_part_read CHECK (state <> 'loaded' OR needs_version IS NULL OR coalesce(read_by, 0) >= needs_version)
    NOT VALID;

-- What becomes of lines whose CPF is there already: dev.carga.domain.upload.DuplicatePolicy.

ALTER TABLE carga_upload
    ADD COLUMN on_duplicate text NOT NULL DEFAULT 'fail',
    ADD CONSTRAINT carga_upload_on_duplicate CHECK (on_duplicate IN ('fail', 'skip', 'update'));

-- Every line that was left out is named; their number and the counter are one.
ALTER TABLE carga_part
    ADD COLUMN duplicate_lines bigint[],
    ADD CONSTRAINT carga_part_duplicates CHECK (
        coalesce(cardinality(duplicate_lines), 0) = coalesce((counters ->> 'duplicate_count')::bigint, 0));

COMMENT ON COLUMN carga_part.duplicate_lines IS
    'Lines left out as duplicates while the part was loaded, in the order of the file; NULL if none';

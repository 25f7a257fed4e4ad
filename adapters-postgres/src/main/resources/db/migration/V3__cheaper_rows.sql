-- What each index costs a row, and why this one goes: docs/adr/0012-what-a-row-costs.md.

-- A table that was taken over keeps the key that it came with, and so does one whose key something else stands on: somebody
-- may know its rows by it. The predecessor numbered its rows by a serial; ours has an identity.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_attribute
               WHERE attrelid = 'user_purchase'::regclass AND attname = 'id' AND attidentity = 'd'
                 AND atttypid = 'bigint'::regtype)
        AND EXISTS (SELECT 1 FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                    WHERE conrelid = 'user_purchase'::regclass AND conname = 'user_purchase_cpf_key' AND contype = 'u'
                      AND cardinality(conkey) = 1 AND NOT condeferrable AND attname = 'cpf' AND attnotnull)
    THEN
        ALTER TABLE user_purchase DROP CONSTRAINT IF EXISTS user_purchase_pkey;
        -- Who replicates the table does it by the other key.
        ALTER TABLE user_purchase REPLICA IDENTITY USING INDEX user_purchase_cpf_key;
    END IF;
EXCEPTION
    WHEN dependent_objects_still_exist THEN
        RAISE NOTICE 'user_purchase keeps its primary key: %', SQLERRM;
END $$;

-- Nearly all that is stored as payload is dropped a moment later, so its share says nothing: from 20 MB of dead bytes on
-- they are cleared away, and the space is used again.
ALTER TABLE carga_part SET (
    toast.autovacuum_vacuum_threshold = 10000,
    toast.autovacuum_vacuum_scale_factor = 0);

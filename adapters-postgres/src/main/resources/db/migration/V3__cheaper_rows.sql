-- What each index costs a row, and why this one goes: docs/adr/0012-what-a-row-costs.md.

-- A table that was taken over keeps the key that it came with, and so does one that others refer to: somebody may know
-- its rows by it. Those who replicate the table now do it by the key on CPF.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_attribute
               WHERE attrelid = 'user_purchase'::regclass AND attname = 'id' AND attidentity <> '')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE confrelid = 'user_purchase'::regclass)
    THEN
        ALTER TABLE user_purchase DROP CONSTRAINT IF EXISTS user_purchase_pkey;
        ALTER TABLE user_purchase REPLICA IDENTITY USING INDEX user_purchase_cpf_key;
    END IF;
END $$;

-- Nearly all that is stored as payload is dropped a moment later, so its share says nothing: from 20 MB of dead bytes on
-- they are cleared away, and the space is used again.
ALTER TABLE carga_part SET (
    toast.autovacuum_vacuum_threshold = 10000,
    toast.autovacuum_vacuum_scale_factor = 0);

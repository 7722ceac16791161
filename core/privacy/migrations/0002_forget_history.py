"""The one bypass of the append-only history, as narrow as it can be.

It deletes the history rows of one person, only if that person stands in the erasure log, which nobody can change; it
runs as the owner of the tables, since the application may not delete there at all.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION privacy_forget_history(events regclass, owner_column text, person bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    ignored text := current_setting('pgtrigger.ignore', true);
    forgotten bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.accounts_user AS one
        JOIN public.privacy_erasurelog AS erased ON erased.person = one.public_id
        WHERE one.id = privacy_forget_history.person AND one.erased_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'Only the history of somebody in the erasure log is forgotten';
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = events AND attname = 'pgh_obj_id' AND NOT attisdropped
    ) OR NOT (
        owner_column IN ('user_id', 'asked_by_id')
        OR (owner_column = 'pgh_obj_id' AND events = 'public.accounts_userevent'::regclass)
    ) THEN
        RAISE EXCEPTION 'This is not a history that is forgotten';
    END IF;
    PERFORM set_config('pgtrigger.ignore', (
        SELECT '{' || string_agg(tgname::text, ',') || '}' FROM pg_trigger
        WHERE tgrelid = events AND NOT tgisinternal AND tgname LIKE 'pgtrigger_append_only%'
    ), true);
    EXECUTE format('DELETE FROM %s WHERE %I = $1', events, owner_column) USING person;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', coalesce(nullif(ignored, ''), '{}'), true);
    RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION privacy_forget_history(regclass, text, bigint) FROM PUBLIC;
"""
DROP = "DROP FUNCTION privacy_forget_history(regclass, text, bigint)"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]

from django.db import migrations

FORWARDS = """
CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or deleted';
END $$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON people_auditentry
FOR EACH ROW EXECUTE FUNCTION audit_entries_stay();
"""
BACKWARDS = """
DROP TRIGGER audit_entries_stay ON people_auditentry;
DROP FUNCTION audit_entries_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

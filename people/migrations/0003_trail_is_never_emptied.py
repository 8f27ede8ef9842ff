from django.db import migrations

# TRUNCATE fires no trigger of rows.
FORWARDS = """
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON people_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay();
"""
BACKWARDS = "DROP TRIGGER audit_is_never_emptied ON people_auditentry;"


class Migration(migrations.Migration):
    dependencies = [("people", "0002_unsent_and_tries")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

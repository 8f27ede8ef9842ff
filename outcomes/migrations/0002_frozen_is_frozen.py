from django.db import migrations

# Only who froze it may be forgotten, when their account goes.
FORWARDS = """
CREATE FUNCTION frozen_reports_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'frozen_by_id') IS DISTINCT FROM (to_jsonb(OLD) - 'frozen_by_id') THEN
        RAISE EXCEPTION 'a frozen report never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen_reports_never_change BEFORE UPDATE ON outcomes_frozenreport
FOR EACH ROW EXECUTE FUNCTION frozen_reports_stay();
"""
BACKWARDS = """
DROP TRIGGER frozen_reports_never_change ON outcomes_frozenreport;
DROP FUNCTION frozen_reports_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_frozen_reports")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

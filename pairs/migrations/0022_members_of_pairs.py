import django.db.models.deletion
from django.db import migrations, models

# What a side had as a column of its pair it has as a row. Whoever was in a pair that ended left it
# at that moment. Both ways are checked at once: a table with checks that wait cannot be altered.
PEOPLE_BECOME_ROWS = """
INSERT INTO pairs_pairmember (pair_id, participation_id, side, left_at)
SELECT id, mentor_id, 'mentor', ended_at FROM pairs_pair ORDER BY id;
INSERT INTO pairs_pairmember (pair_id, participation_id, side, left_at)
SELECT id, mentee_id, 'mentee', ended_at FROM pairs_pair ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
ROWS_BECOME_COLUMNS = """
UPDATE pairs_pair SET mentor_id = mentor.participation_id, mentee_id = mentee.participation_id
FROM pairs_pairmember mentor, pairs_pairmember mentee
WHERE mentor.pair_id = pairs_pair.id AND mentor.side = 'mentor'
AND mentee.pair_id = pairs_pair.id AND mentee.side = 'mentee';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

# A pair and its members are saved one after the other, so it is checked when a transaction ends.
# The trigger says in which column its table keeps the number of the pair.
CHECK_PEOPLE = """
CREATE FUNCTION pair_and_members_agree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint := COALESCE(to_jsonb(NEW), to_jsonb(OLD)) ->> TG_ARGV[0];
    known text;
    sides integer;
BEGIN
    SELECT state INTO known FROM pairs_pair WHERE id = number;
    SELECT count(DISTINCT side) INTO sides FROM pairs_pairmember
    WHERE pair_id = number AND left_at IS NULL;
    IF known = 'active' AND sides < 2 THEN
        RAISE EXCEPTION 'an active pair has somebody at work on each side' USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'an_active_pair_has_somebody_on_each_side';
    ELSIF known = 'ended' AND sides > 0 THEN
        RAISE EXCEPTION 'nobody is at work in an ended pair' USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'nobody_is_at_work_in_an_ended_pair';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER pairs_have_their_people AFTER INSERT OR UPDATE OF state ON pairs_pair
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pair_and_members_agree('id');
CREATE CONSTRAINT TRIGGER members_are_of_their_pair
AFTER INSERT OR DELETE OR UPDATE OF side, left_at ON pairs_pairmember
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pair_and_members_agree('pair_id');
"""
NO_CHECK = """
DROP TRIGGER members_are_of_their_pair ON pairs_pairmember;
DROP TRIGGER pairs_have_their_people ON pairs_pair;
DROP FUNCTION pair_and_members_agree();
"""
NOTHING = migrations.RunSQL.noop


def _side(name, **kwargs):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=f"pairs_as_{name}",
        to="applications.participation",
        **kwargs,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
        ("pairs", "0021_why_a_pair_ended_in_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="PairMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("mentor", "Mentor"), ("mentee", "Mentee")], max_length=6
                    ),
                ),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="pairs.pair",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="applications.participation",
                    ),
                ),
            ],
            options={
                "ordering": ["-side", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pair", "participation"), name="nobody_is_in_a_pair_twice"
                    ),
                    models.UniqueConstraint(
                        fields=("pair", "side"), name="one_on_each_side_for_now"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True), ("side", "mentee")),
                        fields=("participation",),
                        name="a_mentee_is_at_work_in_one_pair",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PEOPLE_BECOME_ROWS, NOTHING),
        migrations.RemoveConstraint(model_name="pair", name="one_mentor_at_a_time"),
        migrations.RemoveConstraint(model_name="pair", name="a_pair_is_two_participations"),
        migrations.AlterField("pair", "mentor", _side("mentor", null=True)),
        migrations.AlterField("pair", "mentee", _side("mentee", null=True)),
        migrations.RunSQL(NOTHING, ROWS_BECOME_COLUMNS),
        migrations.RemoveField(model_name="pair", name="mentor"),
        migrations.RemoveField(model_name="pair", name="mentee"),
        migrations.RunSQL(CHECK_PEOPLE, NO_CHECK),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0009_answers_are_replies")]

    operations = [
        migrations.RemoveConstraint(
            model_name='cyclequestion',
            name='an_answer_has_words_and_a_moment',
        ),
        migrations.RemoveField(
            model_name='cyclequestion',
            name='answer',
        ),
        migrations.RemoveField(
            model_name='cyclequestion',
            name='answered_at',
        ),
        migrations.RemoveField(
            model_name='cyclequestion',
            name='answered_by',
        ),
    ]

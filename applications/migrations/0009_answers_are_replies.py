from django.db import migrations
from django.db.models import F


def answers_become_replies(apps, schema_editor):
    question_model = apps.get_model("applications", "CycleQuestion")
    reply_model = apps.get_model("applications", "QuestionReply")
    question_model.objects.filter(answered_at__isnull=True).update(waits_since=F("asked_at"))
    answered = question_model.objects.filter(answered_at__isnull=False)
    answered.update(waits_since=None, owner_id=F("answered_by_id"))
    reply_model.objects.bulk_create(
        (
            reply_model(
                question=question,
                author_id=question.answered_by_id,
                is_answer=True,
                text=question.answer,
                written_at=question.answered_at,
            )
            for question in answered.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_questions_are_conversations")]

    operations = [migrations.RunPython(answers_become_replies, migrations.RunPython.noop)]

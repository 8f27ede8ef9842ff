from tests.access.rows import EVERYBODY, ORGANIZERS, ORGANIZERS_WRITE, SIGNED_IN, Row, opens

MESSAGE = {"pk": "message"}
ASKED = {"pk": "asked_question"}
TRAINING = {"pk": "some_training"}
PARTICIPANTS = opens("mentor", "mentee", "other_mentor")

TABLE = {
    "programs:program_list": Row(get=EVERYBODY),
    "programs:cycle_public": Row(get=EVERYBODY),
    "programs:message_list": Row(get=ORGANIZERS),
    "programs:message_export": Row(get=ORGANIZERS),
    "programs:message_detail": Row(get=ORGANIZERS, path=MESSAGE),
    "programs:messages_ahead": Row(get=ORGANIZERS),
    "programs:sending_words": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "programs:sending_skip": Row(post=ORGANIZERS_WRITE, path={"how": "leave-out"}),
    "programs:message_repair": Row(post=ORGANIZERS_WRITE, path={**MESSAGE, "repair": "discard"}),
    "applications:interest": Row(get=EVERYBODY, post=EVERYBODY),
    "applications:interest_confirm": Row(
        get=EVERYBODY, post=EVERYBODY, path={"token": "interest_token"}
    ),
    "applications:question_ask": Row(get=SIGNED_IN, post=SIGNED_IN),
    "applications:question_reply": Row(post=opens("applicant"), path=ASKED),
    "applications:question_change": Row(post=ORGANIZERS_WRITE, path={**ASKED, "change": "close"}),
    "applications:nominate": Row(get=SIGNED_IN, post=SIGNED_IN),
    "applications:outreach": Row(get=ORGANIZERS),
    "applications:question_answer": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=ASKED),
    "events:checklist": Row(get=PARTICIPANTS),
    "events:training_tick": Row(post=PARTICIPANTS, path=TRAINING, data={"way": "course"}),
    "events:learning": Row(get=ORGANIZERS),
    "events:learning_add": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path={"kind": "resource"}),
    "events:learning_edit": Row(
        get=ORGANIZERS, post=ORGANIZERS_WRITE, path={**TRAINING, "kind": "training"}
    ),
    "events:learning_delete": Row(post=ORGANIZERS_WRITE, path={**TRAINING, "kind": "training"}),
    "events:training_missing": Row(get=ORGANIZERS, path=TRAINING),
    "events:certificate_give": Row(post=opens("mentee"), path={"pk": "certificate"}),
    "events:certificate_missing": Row(get=ORGANIZERS, path={"pk": "certificate"}),
}

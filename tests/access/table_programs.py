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
    "programs:message_repair": Row(post=ORGANIZERS_WRITE, path={**MESSAGE, "repair": "discard"}),
    "programs:interest": Row(get=EVERYBODY, post=EVERYBODY),
    "programs:interest_confirm": Row(
        get=EVERYBODY, post=EVERYBODY, path={"token": "interest_token"}
    ),
    "programs:question_ask": Row(get=SIGNED_IN, post=SIGNED_IN),
    "programs:nominate": Row(get=SIGNED_IN, post=SIGNED_IN),
    "programs:outreach": Row(get=ORGANIZERS),
    "programs:question_answer": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=ASKED),
    "programs:checklist": Row(get=PARTICIPANTS),
    "programs:training_tick": Row(post=PARTICIPANTS, path=TRAINING, data={"way": "course"}),
    "programs:learning": Row(get=ORGANIZERS),
    "programs:learning_add": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path={"kind": "resource"}),
    "programs:learning_edit": Row(
        get=ORGANIZERS, post=ORGANIZERS_WRITE, path={**TRAINING, "kind": "training"}
    ),
    "programs:learning_delete": Row(post=ORGANIZERS_WRITE, path={**TRAINING, "kind": "training"}),
    "programs:training_missing": Row(get=ORGANIZERS, path=TRAINING),
    "programs:certificate_give": Row(post=opens("mentee"), path={"pk": "certificate"}),
    "programs:certificate_missing": Row(get=ORGANIZERS, path={"pk": "certificate"}),
}

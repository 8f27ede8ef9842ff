from tests.access.rows import EVERYBODY, ORGANIZERS, ORGANIZERS_WRITE, SIGNED_IN, Row

MESSAGE = {"pk": "message"}
ASKED = {"pk": "asked_question"}

TABLE = {
    "programs:message_list": Row(get=ORGANIZERS),
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
}

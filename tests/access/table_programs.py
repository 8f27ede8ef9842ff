from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, Row

MESSAGE = {"pk": "message"}

TABLE = {
    "programs:message_list": Row(get=ORGANIZERS),
    "programs:message_detail": Row(get=ORGANIZERS, path=MESSAGE),
    "programs:message_repair": Row(post=ORGANIZERS_WRITE, path={**MESSAGE, "repair": "discard"}),
}

from tests.access.rows import (
    ADMINISTRATORS,
    EVERYBODY,
    ORGANIZERS,
    ORGANIZERS_WRITE,
    OTHER_STAFF,
    SIGNED_IN,
    Row,
    opens,
)

ROLE = {"role": "role"}
FORM = {"form": "question_form"}
QUESTION = {"pk": "form_question"}
RIGHT = {"pk": "staff_right"}
MAKERS = opens("administrator")
OWN_ORGANIZERS = opens("organizer", forbidden=(*OTHER_STAFF, "administrator"))
WORDS = {"kind": "call_opened"}
FILE = {"pk": "application_import"}
BOTH = {"get": ORGANIZERS, "post": ORGANIZERS_WRITE}

TABLE = {
    "programs:organizer_list": Row(get=ADMINISTRATORS),
    "programs:organizer_appoint": Row(post=ADMINISTRATORS),
    "programs:organize": Row(get=SIGNED_IN),
    "programs:program_create": Row(get=MAKERS, post=MAKERS),
    "programs:cycle_create": Row(get=OWN_ORGANIZERS, post=OWN_ORGANIZERS),
    "programs:settings": Row(get=ORGANIZERS),
    "programs:settings_step": Row(post=ORGANIZERS_WRITE, path={"step": "publish"}),
    "programs:settings_timeline": Row(**BOTH),
    "programs:settings_move": Row(post=ORGANIZERS_WRITE, data={"by_days": "7"}),
    "programs:settings_tell": Row(post=ORGANIZERS_WRITE),
    "programs:settings_texts": Row(**BOTH),
    "programs:settings_roles": Row(**BOTH),
    "programs:settings_role": Row(**BOTH, path=ROLE),
    "programs:settings_role_remove": Row(post=ORGANIZERS_WRITE, path=ROLE),
    "programs:settings_questions": Row(**BOTH),
    "programs:settings_form": Row(**BOTH, path=FORM),
    "programs:question_add": Row(**BOTH, path=FORM),
    "programs:question_library": Row(**BOTH, path={"form": "survey_form"}),
    "programs:question_edit": Row(**BOTH, path=QUESTION),
    "programs:question_archive": Row(post=ORGANIZERS_WRITE, path=QUESTION),
    "programs:question_move": Row(post=ORGANIZERS_WRITE, path={**QUESTION, "direction": "down"}),
    "programs:settings_surveys": Row(**BOTH),
    "applications:settings_review": Row(**BOTH),
    "pairs:settings_agendas": Row(**BOTH),
    "pairing:settings_pairing": Row(**BOTH),
    "programs:settings_faq": Row(**BOTH),
    "programs:settings_staff": Row(**BOTH),
    "programs:staff_remove": Row(post=ORGANIZERS_WRITE, path=RIGHT),
    "programs:settings_file": Row(**BOTH),
    "applications:application_import": Row(**BOTH),
    "applications:application_import_detail": Row(**BOTH, path=FILE),
    "applications:application_import_apply": Row(post=ORGANIZERS_WRITE, path=FILE),
    "applications:application_import_discard": Row(post=ORGANIZERS_WRITE, path=FILE),
    "applications:link_list": Row(**BOTH),
    "applications:link_close": Row(post=ORGANIZERS_WRITE, path={"pk": "link_number"}),
    "applications:link_open": Row(get=EVERYBODY, post=EVERYBODY, path={"code": "link_code"}),
    "programs:settings_messages": Row(get=ORGANIZERS),
    "programs:settings_message": Row(**BOTH, path=WORDS),
    "programs:settings_message_reset": Row(post=ORGANIZERS_WRITE, path=WORDS),
    "programs:settings_download": Row(get=ORGANIZERS),
}

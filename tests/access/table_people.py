from tests.access.rows import ADMINISTRATORS, SIGNED_IN, SIGNED_IN_AND_GUESTS, Row

IMPORT = {"pk": "stored_import"}

TABLE = {
    "people:profile": Row(get=SIGNED_IN_AND_GUESTS, post=SIGNED_IN_AND_GUESTS),
    "people:person_detail": Row(get=SIGNED_IN, path={"pk": "applicant"}),
    "people:person_list": Row(get=ADMINISTRATORS),
    "people:person_export": Row(get=ADMINISTRATORS),
    "people:person_edit": Row(get=ADMINISTRATORS, post=ADMINISTRATORS, path={"pk": "applicant"}),
    "people:address_edit": Row(get=ADMINISTRATORS, post=ADMINISTRATORS, path={"pk": "applicant"}),
    "people:person_activity": Row(post=ADMINISTRATORS, path={"pk": "applicant"}),
    "people:import": Row(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "people:import_detail": Row(get=ADMINISTRATORS, post=ADMINISTRATORS, path=IMPORT),
    "people:import_apply": Row(post=ADMINISTRATORS, path=IMPORT),
    "people:import_discard": Row(post=ADMINISTRATORS, path=IMPORT),
}

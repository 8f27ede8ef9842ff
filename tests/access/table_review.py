from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, OWNER, Row, opens

ONE = {"pk": "application"}
CONFIRMER_ONLY = opens(
    "confirmer", forbidden=("organizer", "delegated", "committee", "administrator")
)

TABLE = {
    "applications:application_list": Row(get=ORGANIZERS),
    "applications:application_export": Row(get=ORGANIZERS),
    "applications:application_decide_many": Row(post=ORGANIZERS_WRITE, data={"verb": "eligible"}),
    "applications:application_detail": Row(
        get=opens("organizer", "administrator", "delegated", forbidden=("confirmer",)), path=ONE
    ),
    "applications:application_score": Row(
        post=opens("organizer", "delegated", forbidden=("confirmer", "administrator")), path=ONE
    ),
    "applications:application_decide": Row(
        post=ORGANIZERS_WRITE, path=ONE, data={"status": "eligible"}
    ),
    "applications:application_verify": Row(
        post=ORGANIZERS_WRITE, path={**ONE, "requirement": "requirement"}
    ),
    "applications:application_delegate": Row(
        post=ORGANIZERS_WRITE, path=ONE, data={"member": "1", "is_delegated": ""}
    ),
    "applications:review": Row(
        get=opens("organizer", "confirmer", "delegated", "committee", forbidden=("administrator",))
    ),
    "applications:review_confirm": Row(post=CONFIRMER_ONLY, path=ONE, data={"answer": "yes"}),
    "applications:waitlist": Row(get=ORGANIZERS),
    "applications:waitlist_move": Row(
        post=ORGANIZERS_WRITE, path={"pk": "waiting_application"}, data={"place": "1"}
    ),
    "applications:waitlist_offer": Row(
        post=ORGANIZERS_WRITE, path={"pk": "waiting_application"}, data={"answer_on": "2099-01-01"}
    ),
    "applications:waitlist_take_back": Row(post=ORGANIZERS_WRITE, path={"pk": "place_offer"}),
    "applications:offer_answer": Row(
        post=OWNER, path={"pk": "place_offer"}, data={"answer": "decline"}
    ),
    "applications:decision_list": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
}

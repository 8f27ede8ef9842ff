from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, OWNER, Row, opens

ONE = {"pk": "application"}
CONFIRMER_ONLY = opens(
    "confirmer", forbidden=("organizer", "delegated", "committee", "administrator")
)

TABLE = {
    "programs:application_list": Row(get=ORGANIZERS),
    "programs:application_export": Row(get=ORGANIZERS),
    "programs:application_decide_many": Row(post=ORGANIZERS_WRITE, data={"verb": "eligible"}),
    "programs:application_detail": Row(
        get=opens("organizer", "administrator", "delegated", forbidden=("confirmer",)), path=ONE
    ),
    "programs:application_score": Row(
        post=opens("organizer", "delegated", forbidden=("confirmer", "administrator")), path=ONE
    ),
    "programs:application_decide": Row(
        post=ORGANIZERS_WRITE, path=ONE, data={"status": "eligible"}
    ),
    "programs:application_verify": Row(
        post=ORGANIZERS_WRITE, path={**ONE, "requirement": "requirement"}
    ),
    "programs:application_delegate": Row(
        post=ORGANIZERS_WRITE, path=ONE, data={"member": "1", "is_delegated": ""}
    ),
    "programs:review": Row(
        get=opens("organizer", "confirmer", "delegated", "committee", forbidden=("administrator",))
    ),
    "programs:review_confirm": Row(post=CONFIRMER_ONLY, path=ONE, data={"answer": "yes"}),
    "programs:waitlist": Row(get=ORGANIZERS),
    "programs:waitlist_move": Row(
        post=ORGANIZERS_WRITE, path={"pk": "waiting_application"}, data={"place": "1"}
    ),
    "programs:waitlist_offer": Row(
        post=ORGANIZERS_WRITE, path={"pk": "waiting_application"}, data={"answer_on": "2099-01-01"}
    ),
    "programs:waitlist_take_back": Row(post=ORGANIZERS_WRITE, path={"pk": "place_offer"}),
    "programs:offer_answer": Row(
        post=OWNER, path={"pk": "place_offer"}, data={"answer": "decline"}
    ),
    "programs:decision_list": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
}

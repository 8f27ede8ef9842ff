from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, Row, opens

TAKING_PART = opens("mentor", "mentee", "other_mentor")
RESULTS_READERS = ("mentor", "mentee", "other_mentor", "organizer")
PLANNED = {"pk": "planned_survey"}

TABLE = {
    "programs:results": Row(get=opens(*RESULTS_READERS), path={"cycle": "cycle_with_results"}),
    "programs:results_publish": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "programs:results_take_back": Row(post=ORGANIZERS_WRITE),
    "programs:quote": Row(get=TAKING_PART, post=TAKING_PART, path={"cycle": "quoting_cycle"}),
    "programs:quote_withdraw": Row(post=TAKING_PART),
    "programs:quote_list": Row(get=ORGANIZERS),
    "programs:quote_approve": Row(post=ORGANIZERS_WRITE, path={"pk": "quote"}),
    "programs:survey_list": Row(get=ORGANIZERS),
    "programs:survey_defaults": Row(post=ORGANIZERS_WRITE),
    "programs:survey_detail": Row(get=ORGANIZERS, path=PLANNED),
    "programs:survey_mark": Row(post=ORGANIZERS_WRITE, path=PLANNED),
    "programs:survey_preview": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=PLANNED),
    "programs:survey_edit": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=PLANNED),
    "programs:survey_export": Row(get=ORGANIZERS, path={"pk": "closed_survey"}),
    "surveys:answer": Row(get=opens("mentee"), post=opens("mentee"), path={"pk": "invitation"}),
}

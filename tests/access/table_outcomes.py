from tests.access.rows import ORGANIZERS, Row

TABLE = {
    "outcomes:dashboard": Row(get=ORGANIZERS),
    "outcomes:cycle_line": Row(get=ORGANIZERS),
    "outcomes:report": Row(get=ORGANIZERS),
    "outcomes:report_export": Row(get=ORGANIZERS),
}

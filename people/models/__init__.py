from people.models.audit import AuditEntry
from people.models.imports import ImportFile, PeopleImport, ReadingMemory
from people.models.job_progress import Work
from people.models.tries import TryCount
from people.models.unsent import PostedForm, UnsentForm
from people.models.user import User

__all__ = [
    "AuditEntry",
    "ImportFile",
    "PeopleImport",
    "PostedForm",
    "ReadingMemory",
    "TryCount",
    "UnsentForm",
    "User",
    "Work",
]

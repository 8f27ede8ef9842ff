from people.models.audit import AuditEntry
from people.models.imports import PeopleImport
from people.models.user import User
from people.models.work import Work

__all__ = ["AuditEntry", "PeopleImport", "User", "Work"]

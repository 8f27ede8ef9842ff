"""The applications table of a cycle as an address asks for it: page, file and buttons share it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications.models import Application
from applications.queries.table import columns as table_columns
from applications.queries.table import filters as table_filters
from applications.queries.table.columns import Column, Row
from applications.queries.table.filter_menus import Chip, Menu, chips_of, menus_of
from applications.queries.table.filters import Filters
from applications.queries.table.questions import AskedQuestion, asked_in
from people.models import User
from programs.models import Cycle, Role
from programs.queries.calls import roles_applied_for


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Heading:
    """A column's name and, where it can be sorted by, the address that does."""

    label: str
    address: str = ""
    direction: str = ""


class Table:
    """Nothing is fetched before it is asked for; questions only where the address names one."""

    def __init__(
        self, cycle: Cycle, query: QueryDict, viewer: User, *, reads_scores: bool = False
    ) -> None:
        self.cycle = cycle
        self.query = query
        self.viewer = viewer
        self.reads_scores = reads_scores

    @cached_property
    def asked(self) -> list[AskedQuestion]:
        return asked_in(self.cycle)

    @cached_property
    def every_column(self) -> list[Column]:
        return table_columns.columns_of(self.asked, reads_scores=self.reads_scores)

    @cached_property
    def filters(self) -> Filters:
        asks_answers = any(name.startswith("a.") or name == "column" for name in self.query)
        asked = self.asked if asks_answers else []
        columns = table_columns.columns_of(asked, reads_scores=self.reads_scores)
        filters = table_filters.read(self.query, asked, {column.key for column in columns})
        usual = table_columns.shown(columns, ())
        if table_columns.shown(columns, filters.columns) == usual:
            return replace(filters, columns=())
        return filters

    @property
    def columns(self) -> list[Column]:
        return table_columns.shown(self.every_column, self.filters.columns)

    @property
    def address_of_everything(self) -> str:
        """All columns of the rows in sight: what the import of applications reads again."""
        keys = tuple(column.key for column in self.every_column)
        return replace(self.filters, columns=keys).address

    @cached_property
    def roles(self) -> list[Role]:
        """The roles people apply for, each with the divisions its applicants come from."""
        divisions = Application.objects.filter(role=OuterRef("pk"), submitted_at__isnull=False)
        named = divisions.exclude(division="").order_by("division").values("division").distinct()
        roles = roles_applied_for(self.cycle)
        return list(roles.annotate(divisions=ArraySubquery(named)))

    @cached_property
    def role(self) -> Role | None:
        if not self.filters.role:
            return None
        return next((role for role in self.roles if role.slug == self.filters.role), None)

    @cached_property
    def of_every_role(self) -> QuerySet[Application]:
        asked = self.asked if self.filters.answers else []
        return table_filters.found(self.cycle, self.filters, asked, self.viewer)

    @cached_property
    def found(self) -> QuerySet[Application]:
        rows = self.of_every_role
        rows = rows.filter(role=self.role) if self.role else rows
        return table_filters.ordered(rows, self.filters, self.viewer)

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many applications there are by the number of their role."""
        return dict(self.of_every_role.order_by().values_list("role").annotate(Count("pk")))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def count(self) -> int:
        return self.counts.get(self.role.pk, 0) if self.role else self.total

    @property
    def tabs(self) -> list[Tab]:
        everybody = replace(self.filters, role="").address
        tabs = [Tab(_("All"), self.total, everybody, is_current=self.role is None)]
        for role in self.roles:
            address = replace(self.filters, role=role.slug).address
            count = self.counts.get(role.pk, 0)
            tabs.append(Tab(role.name, count, address, is_current=role == self.role))
        return tabs

    @property
    def sort(self) -> str:
        return f"-{self.filters.sort}" if self.filters.descending else self.filters.sort

    @property
    def headings(self) -> list[Heading]:
        name = self._heading(_("Name"), "name")
        return [name, *(self._heading(one.label, one.sort) for one in self.columns)]

    def _heading(self, label: str, sort: str) -> Heading:
        if not sort:
            return Heading(label)
        is_sorted = sort == self.filters.sort
        turned = is_sorted and not self.filters.descending
        address = replace(self.filters, sort=sort, descending=turned).address
        direction = "descending" if self.filters.descending else "ascending"
        return Heading(label, address, direction if is_sorted else "")

    @property
    def menus(self) -> list[Menu]:
        return menus_of(self.filters, self.asked, self.roles)

    @property
    def chips(self) -> list[Chip]:
        return chips_of(self.filters, self.asked)

    def rows(self, found: QuerySet[Application]) -> Iterator[Row]:
        return table_columns.rows_of(
            found,
            self.columns,
            cycle=self.cycle,
            asked=self.asked,
            roles=self.roles,
            viewer=self.viewer,
        )

"""What it would cost to give one mentee any other mentor: every answer from one search."""

import numpy as np

from pairing.engine.availability import has_numba
from pairing.engine.search.market import FAR, NOBODY, Market

COMPILED_CELLS = 4_000_000


def losses(market: Market, mentee: int) -> np.ndarray:
    """(columns,) objective lost by forcing this free mentee's row to each mentor, FAR if forbidden.

    Forcing row i to column j costs what the pair falls short of its prices, and the cheapest way
    to move everyone else: the shortest path from j back to i in the residual graph, sink included
    (mentor with room -> sink at 0, mentee -> sink at u, sink -> mentor at v, sink -> unpaired
    mentee at 0). One Dijkstra against the arrows, from i, gives it for every mentor at once
    (Ahuja, Magnanti and Orlin 1993, ch. 12.7 on sensitivity).
    """
    distance = _distances(market, mentee)
    line = market.scores[mentee]
    slack = market.v - line + (market.u[mentee] - market.base[mentee])
    loss = np.where((line >= 0) & (distance < FAR), slack + distance, FAR)
    if market.mate[mentee] != NOBODY:
        loss[market.mate[mentee]] = 0
    # Nobody can be forced on a mentor whose every place is locked.
    return np.where(market.places > 0, loss, FAR)


def _distances(market: Market, mentee: int) -> np.ndarray:
    """(columns,) shortest way from each mentor to the mentee's row, against whose arrows we go."""
    if market.scores.size > COMPILED_CELLS and has_numba():
        from pairing.engine.reasons.counterfactual_compiled import distances  # noqa: PLC0415 - loads numba

        return distances(market, mentee)
    return _Backwards(market, mentee).run()


class _Backwards:
    """Dijkstra against the arrows, as arrays; the sink is one more node."""

    def __init__(self, market: Market, mentee: int) -> None:
        self.market = market
        self.paired = np.flatnonzero(market.mate >= 0)
        self.room = market.load < market.places
        self.used = market.load > 0
        self.near = np.full(len(market.v), FAR, dtype=np.int64)
        self.open = self.near.copy()
        self.sink, self.sink_done = FAR, False
        if market.mate[mentee] == NOBODY:
            self.sink = 0
        else:
            self._reach(np.array([market.mate[mentee]]), np.array([0]))

    def run(self) -> np.ndarray:
        while True:
            column = int(self.open.argmin()) if len(self.open) else NOBODY
            distance = int(self.open[column]) if column != NOBODY else FAR
            if not self.sink_done and self.sink <= distance:
                if self.sink >= FAR:
                    return self.near
                self._through_sink()
            elif distance >= FAR or distance >= self._farthest():
                return self.near
            else:
                self.open[column] = FAR
                self._through_mentor(column, distance)

    def _farthest(self) -> int:
        """Beyond this no way can become shorter any more."""
        return int(self.near[self.open < FAR].max()) if self.sink_done else FAR

    def _through_sink(self) -> None:
        """Into the sink: from mentors with room, and from paired mentees who would be let go."""
        market, self.sink_done = self.market, True
        room = np.flatnonzero(self.room)
        self._reach(room, np.full(len(room), self.sink))
        self._reach(market.mate[self.paired], self.sink + market.u[self.paired])

    def _through_mentor(self, column: int, distance: int) -> None:
        """Into a mentor: from every mentee who may have them, and from the sink."""
        market = self.market
        line = market.scores[:, column]
        slack = np.where(
            (line >= 0) & market.free, market.u - market.base - line + market.v[column], FAR
        )
        if self.used[column]:
            self.sink = min(self.sink, distance + int(market.v[column]))
        waiting = slack[market.mate == NOBODY].min(initial=FAR)
        self.sink = min(self.sink, distance + int(waiting))
        self._reach(market.mate[self.paired], slack[self.paired] + distance)

    def _reach(self, columns: np.ndarray, distances: np.ndarray) -> None:
        """A mentee's mentor lies as far away as the mentee."""
        before = self.near.copy()
        np.minimum.at(self.near, columns, np.minimum(distances, FAR))
        shorter = self.near < before
        self.open[shorter] = self.near[shorter]

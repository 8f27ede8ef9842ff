"""Small random instances for hypothesis."""

from hypothesis import strategies as st

from pairing.engine import Instance

SCORES = (
    st.one_of(st.none(), st.integers(0, 3), st.integers(0, 100)),
    st.one_of(st.none(), st.just(0)),
    st.integers(0, 2),
)


@st.composite
def contents(draw, *, most=5, priorities=3, extras=True, preferences=False):
    """A valid instance as JSON content: rectangular, empty, tied, forbidden, locked, both-role."""
    rows, columns = draw(st.integers(0, most)), draw(st.integers(0, most))
    line = st.lists(draw(st.sampled_from(SCORES)), min_size=columns, max_size=columns)
    content = {
        "mentors": [{"id": f"m{j}", "capacity": draw(st.integers(0, 2))} for j in range(columns)],
        "mentees": [
            {"id": f"e{i}", "priority": draw(st.integers(1, priorities))} for i in range(rows)
        ],
        "scores": {"dense": draw(st.lists(line, min_size=rows, max_size=rows))},
        "seed": draw(st.integers(0, 3)),
    }
    if extras and rows and columns:
        pair = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
        content["vetoes"] = named(draw(st.lists(pair, max_size=2)))
        count = draw(st.integers(0, min(rows, columns, 3)))
        content["same_person"] = [[f"e{i}", f"m{columns - 1 - i}"] for i in range(count)]
        allowed = allowed_cells(content)
        if allowed:
            content["locks"] = named(draw(st.lists(st.sampled_from(allowed), max_size=2)))
    if preferences:
        mentees = [one["id"] for one in content["mentees"]]
        mentors = [one["id"] for one in content["mentors"]]
        content["preferences"] = {
            "mentees": draw(wishes(mentees, mentors)),
            "mentors": draw(wishes(mentors, mentees)),
        }
    return content


def wishes(people, others):
    """A strict list, perhaps not naming everyone, for everybody or for some."""
    everyone = st.permutations(others) if others else st.just([])
    ranked = st.one_of(everyone, everyone.map(lambda names: names[: len(names) // 2]))
    all_of_them = st.fixed_dictionaries(dict.fromkeys(people, ranked))
    some = st.dictionaries(st.sampled_from(people), ranked) if people else st.just({})
    return st.one_of(all_of_them, some)


def named(cells):
    return [[f"e{row}", f"m{column}"] for row, column in cells]


def allowed_cells(content):
    removed = {tuple(pair) for pair in (*content["vetoes"], *content["same_person"])}
    return [
        (row, column)
        for row, line in enumerate(content["scores"]["dense"])
        for column, score in enumerate(line)
        if score is not None and (f"e{row}", f"m{column}") not in removed
    ]


def instances(**options):
    return contents(**options).map(Instance.from_json)

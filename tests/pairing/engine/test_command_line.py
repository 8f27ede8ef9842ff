import json
import subprocess
import sys

import pytest

from pairing.engine.__main__ import main
from pairing.engine.measuring.invented import FAMILIES
from tests.pairing.engine.test_reading import GOOD

SOLVABLE = {**GOOD, "locks": []}
SHORT = {
    "mentors": [{"id": "m0"}],
    "mentees": [{"id": "e0"}, {"id": "e1"}, {"id": "e2"}],
    "scores": {"dense": [[5], [3], [None]]},
}


@pytest.fixture
def files(tmp_path):
    """(write, instance path, result path)."""
    instance, result = tmp_path / "instance.json", tmp_path / "result.json"

    def write(content):
        instance.write_text(json.dumps(content))
        return str(instance), str(result)

    return write


@pytest.mark.parametrize("goal", ["pairs-then-score", "score", "max-min", "stable"])
def test_solve_writes_a_result_that_check_accepts(files, goal, capsys):
    instance, result = files(SOLVABLE)
    assert main(["solve", instance, "--objective", goal, "-o", result]) == 0
    assert main(["check", instance, result]) == 0
    assert capsys.readouterr().out == "The certificate holds.\n"


def test_solve_prints_json(files, capsys):
    instance, _ = files(SOLVABLE)
    assert main(["solve", instance]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "optimal"
    assert [pair["mentee"] for pair in told["pairs"]] == ["e0"]
    assert told["unpaired"] == [
        {"mentee": "e1", "reason": "no-allowed-mentor", "allowed_mentors": 0}
    ]


def test_a_tampered_result_is_exit_1_with_the_reason(files, capsys):
    instance, result = files(SHORT)
    main(["solve", instance, "-o", result])
    with open(result) as file:  # noqa: PTH123 - the path is a text on the command line, too
        content = json.load(file)
    content["pairs"][0]["mentee"] = "e1"
    with open(result, "w") as file:  # noqa: PTH123 - see above
        json.dump(content, file)
    assert main(["check", instance, result]) == 1
    assert "e1 with m0 scores 3, not 5." in capsys.readouterr().err


def test_clashing_locks_are_named_with_exit_1(files, capsys):
    instance, result = files({**SHORT, "locks": [["e0", "m0"], ["e1", "m0"]]})
    assert main(["solve", instance, "-o", result]) == 1
    assert "these locks clash: e0 with m0, e1 with m0" in capsys.readouterr().err
    assert main(["check", instance, result]) == 0
    assert main(["why", instance, result, "e0"]) == 2


def test_why_tells_pairs_gaps_and_alternatives(files, capsys):
    instance, result = files(SHORT)
    main(["solve", instance, "-o", result])
    assert main(["why", instance, result, "e0"]) == 0
    assert "e0 is paired with m0, score 5." in capsys.readouterr().out
    assert main(["why", instance, result, "e1"]) == 0
    told = capsys.readouterr().out
    assert "m0 (score 3) has e0" in told
    assert "2 mentees may only go to 1 mentors with 1 places (m0)" in told
    assert "One more place with m0 would pair e1." in told
    assert main(["why", instance, result, "e1", "m0"]) == 0
    told = capsys.readouterr().out
    assert "e1 with m0 (score 3) would cost 2 points:" in told
    assert "e0: m0 -> unpaired" in told
    assert main(["why", instance, result, "e2"]) == 0
    assert "No mentor is allowed" in capsys.readouterr().out
    assert main(["why", instance, result, "e2", "m0"]) == 0
    assert "not an allowed pair" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ('{"mentors": NaN}', "NaN is not a number"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "must be an object"),
        ("\xff\xfe", "is not JSON"),
    ],
)
def test_bad_files_are_exit_2_in_one_line(tmp_path, capsys, text, message):
    path = tmp_path / "broken.json"
    path.write_bytes(text.encode("latin-1"))
    assert main(["solve", str(path)]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1


def test_a_missing_file_and_unknown_people_are_exit_2(files, tmp_path, capsys):
    assert main(["solve", str(tmp_path / "none.json")]) == 2
    instance, result = files(SHORT)
    main(["solve", instance, "-o", result])
    assert main(["why", instance, result, "nobody"]) == 2
    assert main(["why", instance, result, "e0", "nobody"]) == 2
    assert main(["check", instance, instance]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_module_runs_as_a_program(files):
    instance, _ = files(SHORT)
    command = [sys.executable, "-m", "pairing.engine", "solve", instance]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["objective"]["score"] == 5


def test_bench_reports_phases_and_a_proof_that_holds(capsys):
    assert main(["bench", "--mentees", "12", "--mentors", "9", "--short", "--repeat", "1"]) == 0
    told = capsys.readouterr().out
    assert "certificate holds" in told
    assert "all counterfactuals of one mentee" in told


@pytest.mark.parametrize("family", [one for one in FAMILIES if one != "people"])
def test_bench_measures_every_family_of_scores(family, capsys):
    options = ["--mentees", "30", "--mentors", "20", "--repeat", "1", "--family", family]
    assert main(["bench", *options]) == 0
    report = capsys.readouterr().out
    assert report.startswith(f"{family}: 30 mentees x 20 mentors")
    assert "certificate holds" in report

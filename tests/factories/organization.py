"""A made-up organization as a CSV file: the columns and oddities of a real HR export, seeded.

Names repeat, come in several scripts and with apostrophes; half of the columns are nobody's
business and must never be stored.
"""

import csv
import io
import random

COLUMNS = [
    "person_id",
    "age",
    "gender",
    "department",
    "job_role",
    "job_level",
    "education",
    "education_field",
    "total_working_years",
    "years_at_company",
    "years_in_current_role",
    "years_since_last_promotion",
    "years_with_curr_manager",
    "num_companies_worked",
    "training_times_last_year",
    "business_travel",
    "overtime",
    "distance_from_home",
    "performance_rating",
    "job_involvement",
    "job_satisfaction",
    "environment_satisfaction",
    "relationship_satisfaction",
    "work_life_balance",
    "attrition",
    "syn_manager_id",
    "syn_name",
    "syn_email",
    "syn_country",
    "syn_timezone",
    "syn_region",
]

SECRETS = ("age", "gender", "performance_rating", "job_satisfaction", "attrition")

FIRST = [
    "Goran",
    "María",
    "Noor",
    "Wanjiru",
    "أمينة",
    "Óscar",
    "Małgorzata",
    "Dmitri",
    "Ayşe",
    "Jean-Luc",
    "Chloé",
    "美咲",
    "Søren",
    "Vera",
    "Zsófia",
    "Мария",
    "O",
    "Ka",
    "Rosa",
    "Liam",
    "Tomoko",
    "Yusuf",
    "Björn",
    "Hanna",
]
LAST = [
    "Østergaard",
    "García López",
    "O'Connor",
    "D’Angelo",
    "山田",
    "Öztürk",
    "St. John",
    "de la Cruz",
    "Łukaszewicz",
    "Kim",
    "Okafor",
    "Müller",
    "Abdul-Rahman",
    "Jansen",
    "Li",
    "Novák",
]
DIVISIONS = (("Research & Development", 65), ("Sales", 30), ("Human Resources", 5))
JOBS = {
    "Research & Development": (
        "Research Scientist",
        "Laboratory Technician",
        "Manufacturing Director",
        "Healthcare Representative",
        "Research Director",
        "Manager",
    ),
    "Sales": ("Sales Executive", "Sales Representative", "Manager"),
    "Human Resources": ("Human Resources", "Manager"),
}
PLACES = (
    ("US", "America/New_York", "AMER"),
    ("US", "America/Los_Angeles", "AMER"),
    ("CA", "America/Toronto", "AMER"),
    ("BR", "America/Sao_Paulo", "AMER"),
    ("GB", "Europe/London", "EMEA"),
    ("DE", "Europe/Berlin", "EMEA"),
    ("NL", "Europe/Amsterdam", "EMEA"),
    ("IN", "Asia/Kolkata", "APAC"),
    ("AU", "Australia/Sydney", "APAC"),
)


def people(count: int = 1470, *, seed: int = 1) -> list[dict[str, str]]:
    """Rows of the export. Managers are among the rows, often further down; some have none."""
    dice = random.Random(seed)
    numbers = sorted(dice.sample(range(1, count * 2), count))
    return [_person(number, numbers, dice) for number in numbers]


def as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _person(number: int, numbers: list[int], dice: random.Random) -> dict[str, str]:
    division = dice.choices(
        [name for name, _share in DIVISIONS], [share for _name, share in DIVISIONS]
    )[0]
    country, zone, region = dice.choice(PLACES)
    manager = dice.choice(numbers)
    row = {column: str(dice.randint(1, 4)) for column in COLUMNS}
    row |= {
        "person_id": f"hr{number:04}",
        "age": str(dice.randint(18, 60)),
        "gender": dice.choice(["Female", "Male"]),
        "department": division,
        "job_role": dice.choice(JOBS[division]),
        "job_level": str(dice.choices([1, 2, 3, 4, 5], [37, 36, 15, 7, 5])[0]),
        "years_at_company": str(min(36, int(dice.expovariate(1 / 6)))),
        "attrition": dice.choice(["Yes", "No"]),
        "business_travel": "Travel_Rarely",
        "overtime": dice.choice(["Yes", "No"]),
        "education": "Bachelor",
        "education_field": "Life Sciences",
        "syn_manager_id": f"hr{manager:04}" if manager != number else "",
        "syn_name": f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        "syn_email": f"hr{number:05}@example.com",
        "syn_country": country,
        "syn_timezone": zone,
        "syn_region": region,
    }
    return row

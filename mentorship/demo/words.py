"""What the people of the demo write, and what their company calls things."""

INTRANET = "https://intranet.fernhill.example"
NAMES = {
    "organization": "Fernhill",
    "hosts": "Women’s network, Learning and Development",
    "history": "It grew out of a pilot in Sales.",
    "contact": "Ask in the channel **#mentoring**.",
    "meeting": "https://meet.fernhill.example/mentoring",
    "discussion": f"{INTRANET}/mentoring/talk",
    "certificate": "inclusion certificate",
    "certificate-link": f"{INTRANET}/inclusion",
    "course": f"{INTRANET}/mentoring/course",
    "slides": f"{INTRANET}/mentoring/slides",
    "planning": f"{INTRANET}/mentoring/plans",
}
SITTINGS = ["Europe, Africa, Asia", "Europe, Americas", "Pacific, Americas in the afternoon"]

TOPICS = {
    "career-growth": "How to plan the next step and talk about it with a manager.",
    "moving-into-management": "The first year of leading a team: feedback, delegation, priorities.",
    "moving-to-another-role": "Changing from one field to another without starting from nothing.",
    "technical-depth": "Reading large systems, and explaining them to people who do not build them.",
    "communication": "Presenting to people who decide, and writing so that others act on it.",
    "working-across-teams": "Getting things done with teams that have other goals.",
    "confidence-and-visibility": "Speaking early in meetings, and being seen for your work.",
    "work-and-life": "Boundaries, part-time leadership, coming back after a long leave.",
}

GOALS = {
    "career-growth": "I want to know what the next level asks of me, and have a plan for it by the end.",
    "moving-into-management": "I lead a project of four people and want to learn to give feedback that helps.",
    "moving-to-another-role": "I would like to move closer to our product and find a first project there.",
    "technical-depth": "I want to understand our systems well enough to propose a change myself.",
    "communication": "I want to present our results to the leadership team without reading from slides.",
    "working-across-teams": "I depend on three other teams and want to agree with them earlier.",
    "confidence-and-visibility": "I want to say what I think in the large meetings, not only afterwards.",
    "work-and-life": "I come back from leave and want to find a rhythm that lasts.",
}

ANSWER = "I look after a part of my team’s work and talk to many other teams."
ANSWERS = {
    "location": "In the office twice a week, else from home.",
    "results": "Two of our releases came out on the day we had promised, and I led one of them.",
    "experience-text": "I have mentored two colleagues, each for about half a year.",
}

RHYTHMS = [
    "Every second Thursday, 14:30",
    "Every other Monday morning, before the stand-up",
    "Every second Tuesday at 10:00, else we write",
]
AGREEMENT = {
    "minutes": 30,
    "form": "either",
    "confidentiality": "What we say stays between us, unless we both agree to share it.",
}
# Answers to five of the six questions of a goal; the sixth is left for the two to answer.
GOAL_CELLS = [
    {
        "time_bound": "By the end of the cycle.",
        "certain": "Yes: I decide what I say and when.",
        "specific": "I have spoken in three of our monthly meetings.",
        "positive": "Decisions get better when more people say what they know.",
        "measurable": "I note each time, and ask my lead what changed.",
    },
    {
        "time_bound": "By the end of the cycle.",
        "certain": "Yes: my manager gives me half a day a week for it.",
        "specific": "I have worked on one small project with the product team.",
        "positive": "Both teams learn what the other one needs.",
        "measurable": "One project, from the first talk to its review.",
    },
    {
        "time_bound": "By the end of the cycle.",
        "certain": "My part is to ask early, and in writing.",
        "specific": "I have agreed on dates with the three teams that I depend on.",
        "positive": "Nobody waits for us without knowing it.",
        "measurable": "Two months in a row without a surprise.",
    },
]

SHARED_NOTES = [
    "We went through the last meeting and found two moments to speak up next time.",
    "Agreed on a first small step, and to look at it in two weeks.",
    "Talked about how decisions are prepared here, and who to ask early.",
]

NAME_OF_AGENDA = "Before a hand-over"
KEPT_AGENDA = ["What went well", "What I would hand over otherwise", "One thing to try next week"]
AGENDA = ["How did the first step go?", "Who should I talk to in Product?", "Feedback on my draft"]

COMMENTS = [
    "The fortnightly rhythm helped more than I expected.",
    "I would have liked to know my mentor a week earlier.",
    "Meeting somebody from another division opened my eyes.",
    "Writing the goal down was the hardest and most useful part.",
    "More time for small groups at the celebration.",
]

# Parts of answers, in the order the kind of question asks for them.
PARTS = {
    "goal": [
        GOAL_CELLS[0]["time_bound"],
        GOAL_CELLS[0]["certain"],
        GOAL_CELLS[0]["specific"],
        GOAL_CELLS[0]["positive"],
        GOAL_CELLS[0]["measurable"],
        "I leave meetings with things unsaid, and I do not like it.",
    ],
    "tool_goal": [
        "I move the reports of my team to the new dashboard, one each week.",
        "I show the result to my team at the end.",
    ],
    "blanks": [
        ["fairness", "somebody once opened a door for me"],
        ["learning", "I never got further alone than together with others"],
        ["honest feedback", "it changed how I work more than any course"],
    ],
}

THANKS = "You made the first months feel possible. Thank you for asking “and then?” every time."
LINE = "Asks the question nobody else asks, and waits for the answer."
FEEDBACK = {
    "keep": "Asking “and then?” until I run out of excuses.",
    "more": "Examples of what went wrong for you.",
    "helped": "That you read what I had written before we talked.",
    "words": "",
}

MENTORS_STYLE = {
    "channel": "mail",
    "reply": "days",
    "stuck": "both",
    "honesty": "straight",
    "thinking": "quiet",
    "words": "A silence is me thinking. Wait for it.",
}
MENTEES_STYLE = {
    "channel": "chat",
    "reply": "day",
    "stuck": "ask",
    "honesty": "gentle",
    "thinking": "aloud",
    "words": "",
}

QUOTES = [
    "I learned as much as I gave. My own team gets better questions from me now.",
    "I asked for the incident review I was afraid of, and I lead them since.",
    "Somebody outside my team told me what I do well. I applied for the next role.",
    "Half an hour every two weeks was enough to change how I plan my work.",
]

QUESTION_FOR_EVERYBODY = (
    "I work part-time, three days a week. Can I take part?",
    "Yes. Half an hour every two weeks is what it asks of you, and the two of you choose when.",
)
CONVERSATION = (
    "My mentor is on leave until the end of the month. Do our fortnights count as missed?",
    "You can leave one out by agreement: then your page says “skipped”, and nobody asks.",
    "Thank you. And if the leave lasts longer than one fortnight?",
)
QUESTIONS_WAITING = (
    "Can I apply as a mentor and as a mentee at the same time?",
    "Is the kickoff recorded? I am in a customer meeting that morning.",
)
THEMES = dict(
    zip(COMMENTS, ["Rhythm", "Start", "Other divisions", "Goals", "Celebration"], strict=True)
)
PURPOSES = (
    (
        ("room to ask", "somebody once took an hour for my silliest question."),
        ("good decisions", "I would like to make them before I feel ready."),
    ),
    (
        ("people who grow", "my best work was done by those I had helped."),
        ("being understood", "what I know helps nobody while I keep it to myself."),
    ),
)
STEPS = (
    "Write down what I would do differently",
    "Show a first draft to two colleagues",
    "Try it in a meeting of my own",
)
POSTS = (
    (
        "When one of you is away",
        "You two may agree to skip a fortnight, and say so with one tap. It counts as agreed, not as"
        " missed.",
    ),
    (
        "What would you do now if you knew that it cannot go wrong?",
        "And what is the smallest part of it that you can try before your next session?",
    ),
    (
        "One thing before you set goals",
        "The training takes a quarter of an hour. It shows how others turned a wish into a goal.",
    ),
)

"""What a made-up fact sheet may state, and how people ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a sheet may state.

    Args:
        labels: before the colon; none for what stands in a line of its own.
        questions: that ask for it; {it} is the thing that the sheet is about.
        said: the same in a sentence; {v} is the value.
    """

    name: str
    labels: Sequence[str]
    questions: Sequence[str]
    said: Sequence[str] = ()


OF_HELD = (
    Field(
        "date",
        ("Date", "When", "Day", "Course date"),
        (
            "When is {it}?",
            "When does {it} take place?",
            "What date is {it}?",
            "On which day is {it}?",
            "In which month is {it}?",
            "In what year does {it} take place?",
            "date of {it}",
            "Which date should I keep free for {it}?",
        ),
        ("The {kind} takes place on {v}.",),
    ),
    Field(
        "time",
        ("Time", "Hours"),
        (
            "What time is {it}?",
            "What time does {it} start?",
            "At what time does {it} end?",
            "When does {it} finish?",
            "From when until when is {it}?",
            "Is {it} in the morning or in the afternoon?",
        ),
        ("It runs from {v}.",),
    ),
    Field(
        "venue",
        ("Venue", "Place", "Location", "Where"),
        (
            "Where is {it}?",
            "Where is {it} held?",
            "Where does {it} take place?",
            "In which town is {it}?",
            "venue of {it}",
            "What is the address of {it}?",
        ),
        ("It is held at {v}.",),
    ),
    Field(
        "mode",
        ("Mode", "Format", "Delivery"),
        (
            "Is {it} online?",
            "How is {it} delivered?",
            "In what format is {it}?",
            "Where does {it} take place?",
            "Can I attend {it} from home?",
            "Is there a recording of {it}?",
        ),
    ),
    Field(
        "fee",
        ("Fee", "Price", "Cost", "Course fee"),
        (
            "How much does {it} cost?",
            "What does {it} cost?",
            "What is the fee for {it}?",
            "price of {it}",
            "How much do I have to pay for {it}?",
            "Is {it} free?",
        ),
        ("The price is {v}.", "It costs {v}."),
    ),
    Field(
        "duration",
        ("Duration", "Length"),
        (
            "How long is {it}?",
            "How long does {it} last?",
            "How many hours does {it} take?",
            "duration of {it}",
            "How much time should I set aside for {it}?",
        ),
        ("It lasts {v}.",),
    ),
    Field(
        "credit",
        ("CPD", "CPD hours", "Credits"),
        (
            "How many CPD hours does {it} give?",
            "How much CPD is {it} worth?",
            "How many credits do I get for {it}?",
            "CPD hours of {it}",
        ),
        ("This {kind} comes with {v}.",),
    ),
    Field(
        "leader",
        ("Tutor", "Leader", "Speaker", "Instructor", "Trainer"),
        (
            "Who teaches {it}?",
            "Who leads {it}?",
            "Who is the trainer of {it}?",
            "Who runs {it}?",
            "Who is the speaker?",
            "By whom is {it} given?",
        ),
        ("It is led by {v}.",),
    ),
    Field(
        "places",
        ("Places", "Seats", "Capacity", "Participants"),
        (
            "How many people can attend {it}?",
            "How many places are there in {it}?",
            "What is the group size of {it}?",
            "How many participants does {it} take?",
        ),
        ("There is room for {v}.",),
    ),
    Field(
        "level",
        ("Level", "Suitable for", "Audience", "For"),
        (
            "Who is {it} for?",
            "Who can attend {it}?",
            "Who is {it} suitable for?",
            "What level is {it}?",
            "Which people is {it} meant for?",
        ),
        ("The {kind} is suitable for {v}.",),
    ),
    Field(
        "language",
        ("Language",),
        ("In which language is {it}?", "What language is {it} in?", "Is {it} in English?"),
    ),
    Field(
        "deadline",
        ("Register by", "Deadline", "Booking until"),
        (
            "By when must I register for {it}?",
            "What is the deadline for {it}?",
            "What is the last day to sign up for {it}?",
        ),
    ),
    Field(
        "contact",
        ("Contact", "Email", "Phone"),
        (
            "How can I contact the organiser of {it}?",
            "Where can I register for {it}?",
            "What is the phone number for {it}?",
        ),
    ),
    Field(
        "bring",
        ("Please bring", "Bring", "What to bring"),
        ("What should I bring to {it}?", "What do I need for {it}?", "What is needed for {it}?"),
    ),
)
OF_VISITED = (
    Field(
        "hours",
        ("Opening hours", "Open", "Hours"),
        (
            "When is {it} open?",
            "What are the opening hours of {it}?",
            "When does {it} close?",
            "On which days is {it} open?",
        ),
    ),
    Field(
        "admission",
        ("Admission", "Entrance", "Tickets"),
        (
            "How much is admission to {it}?",
            "What does a ticket for {it} cost?",
            "How much does it cost to visit {it}?",
            "Is {it} free?",
        ),
    ),
    Field(
        "address",
        ("Address", "Location"),
        ("Where is {it}?", "What is the address of {it}?", "In which street is {it}?"),
    ),
    Field(
        "tours",
        ("Guided tours", "Tours"),
        ("When are guided tours of {it}?", "On which day is there a guided tour?"),
    ),
    Field(
        "director",
        ("Director", "Head", "Curator"),
        ("Who is the director of {it}?", "Who runs {it}?"),
    ),
    Field(
        "visitors",
        ("Visitors a year",),
        ("How many visitors does {it} have?", "How many people visit {it} a year?"),
    ),
    Field("parking", ("Parking",), ("Where can I park at {it}?", "Is there parking at {it}?")),
    Field(
        "founded",
        ("Founded", "Opened in"),
        ("When was {it} founded?", "In which year did {it} open?", "How old is {it}?"),
    ),
)
OF_WRITTEN = (
    Field(
        "author",
        ("author", "Author", "By"),
        (
            "Who wrote {it}?",
            "Who is the author of {it}?",
            "By whom was {it} written?",
            "author of {it}",
            "Name the author of {it}.",
        ),
    ),
    Field(
        "published",
        ("date", "Date", "Published"),
        (
            "When was {it} published?",
            "When was {it} written?",
            "In which year was {it} published?",
            "What date does {it} carry?",
            "publication date of {it}",
            "How old is {it}?",
        ),
    ),
    Field(
        "subject",
        ("subject", "Subject", "Topic"),
        ("What subject does {it} belong to?", "Under which subject is {it} filed?"),
    ),
    Field(
        "reading",
        ("Reading time",),
        ("How long does it take to read {it}?", "How many minutes does {it} take to read?"),
    ),
    Field(
        "publisher",
        ("Publisher", "publisher"),
        ("Who published {it}?", "Which publisher is behind {it}?"),
    ),
    Field("pages", ("Pages",), ("How many pages does {it} have?", "How long is {it}?")),
    Field("edition", ("Edition", "Version"), ("Which edition is this?", "What version is {it}?")),
)
# Asked of any page, and answered by none of these.
NEVER_STATED = (
    "Who founded {it}?",
    "How many people have read about {it}?",
    "What did participants say about {it}?",
    "How does {it} compare with others?",
    "Is lunch provided at {it}?",
    "What is the next {kind} after this one?",
    "Is there an exam at the end of {it}?",
    "How many studies are cited in {it}?",
    "Which software is needed for {it}?",
    "What percentage of people finish {it}?",
    "Can I pay for {it} in instalments?",
    "Is {it} suitable for children under five?",
)

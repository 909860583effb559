"""MedQuAD's templated questions as people ask them."""

import random
import re

_FORMS: dict[str, tuple[str, ...]] = {
    "information": (
        "What is {x}?",
        "What is {x}?",
        "what is {x}",
        "what does {x} mean",
        "{x} definition",
        "What does it mean to have {x}?",
        "What exactly is {x}?",
        "Can you explain what {x} is?",
        "{x}",
        "definition of {x}",
        "What kind of condition is {x}?",
        "tell me what {x} is",
    ),
    "symptoms": (
        "What are the symptoms of {x}?",
        "symptoms of {x}",
        "{x} symptoms",
        "How do I know if I have {x}?",
        "What happens when someone has {x}?",
        "What are the signs of {x}?",
        "How can you tell if someone has {x}?",
        "signs and symptoms of {x}",
        "What does {x} feel like?",
        "How does {x} show itself?",
        "What problems do people with {x} have?",
    ),
    "treatment": (
        "What are the treatments for {x}?",
        "How is {x} treated?",
        "{x} treatment",
        "treatment for {x}",
        "What can be done about {x}?",
        "How do doctors treat {x}?",
        "What helps with {x}?",
        "Is there a cure for {x}?",
        "How do you treat {x}?",
        "therapy for {x}",
    ),
    "inheritance": (
        "Is {x} inherited?",
        "Is {x} hereditary?",
        "How is {x} inherited?",
        "Does {x} run in families?",
        "Can parents pass {x} on to their children?",
        "inheritance of {x}",
        "is {x} genetic",
    ),
    "frequency": (
        "How many people are affected by {x}?",
        "How common is {x}?",
        "How rare is {x}?",
        "How often does {x} occur?",
        "{x} prevalence",
        "how many people have {x}",
        "number of people with {x}",
    ),
    "genetic changes": (
        "What are the genetic changes related to {x}?",
        "Which gene causes {x}?",
        "What mutations cause {x}?",
        "{x} gene",
        "genetic cause of {x}",
        "Which genes are involved in {x}?",
        "What genetic changes lead to {x}?",
    ),
    "causes": (
        "What causes {x}?",
        "causes of {x}",
        "Why do people get {x}?",
        "What is the cause of {x}?",
        "Where does {x} come from?",
        "How does someone get {x}?",
        "what can cause {x}",
        "Why does {x} happen?",
    ),
    "exams and tests": (
        "How is {x} diagnosed?",
        "How do doctors diagnose {x}?",
        "{x} diagnosis",
        "tests for {x}",
        "How do they test for {x}?",
        "Which tests show {x}?",
        "How can a doctor find out if I have {x}?",
    ),
    "research": (
        "What research is being done for {x}?",
        "{x} research",
        "Are there studies on {x}?",
        "What are researchers doing about {x}?",
        "clinical trials for {x}",
    ),
    "outlook": (
        "What is the outlook for {x}?",
        "{x} prognosis",
        "What is the prognosis for people with {x}?",
        "Will someone with {x} get better?",
        "How long do people with {x} live?",
        "what are the chances of recovery from {x}",
    ),
    "susceptibility": (
        "Who is at risk for {x}?",
        "Who gets {x}?",
        "{x} risk factors",
        "What are the risk factors for {x}?",
        "Who is most likely to get {x}?",
        "What increases the risk of {x}?",
    ),
    "prevention": (
        "How can {x} be prevented?",
        "How to prevent {x}?",
        "{x} prevention",
        "What can I do to avoid {x}?",
        "How do I lower my risk of {x}?",
        "Can {x} be prevented?",
    ),
    "stages": (
        "What are the stages of {x}?",
        "{x} stages",
        "How is {x} staged?",
    ),
    "complications": (
        "What are the complications of {x}?",
        "{x} complications",
        "What other problems can {x} cause?",
    ),
}
QUESTION_TYPES = frozenset(_FORMS)

# "Parasites - Hookworm", "Breast Cancer (Ductal)": what people would not say of a subject.
_PREFIX = re.compile(r"^(?:Parasites\s*-\s*|National Diabetes Statistics.*)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^)]*\)")
# Subjects that are titles of brochures, not of an illness.
_NO_SUBJECT = re.compile(
    r"^(?:what|your|how|causes?|prevent\w*|treat\w*|diagnos\w*|symptoms?|types?|facts?|managing|"
    r"medic\w*|keep\w*|taking|living|use|financial|choosing|about|understanding|guide|eating|"
    r"exercis\w*|talking|preparing|help\w*|nutrition|diet)\b|:|\?|\bprogram\b|\bguide\b",
    re.IGNORECASE,
)

_PLURAL = re.compile(
    r"(?:disorders|diseases|tumou?rs|cancers|injuries|infections|defects|conditions|stones|cysts|"
    r"syndromes|problems|attacks|headaches|allergies|neoplasms|carcinomas|lymphomas|fractures|"
    r"burns|lice|parasites|viruses|bacteria|anomalies|abnormalities|diets|tests)$",
    re.IGNORECASE,
)
_SINGULAR_VERB = re.compile(r"\b(?:[Ii]s|[Dd]oes)(?= \{x\})|(?<=\{x\} )is\b")


def subject_of(focus: str) -> str | None:
    """The illness as people name it, None when `focus` names no illness or thing."""
    subject = " ".join(_BRACKETS.sub("", _PREFIX.sub("", focus)).split()).strip(" -,")
    return None if not subject or _NO_SUBJECT.search(subject) else subject


def asked(question_type: str, subject: str, rng: random.Random) -> str:
    """One form of a question of a type in `QUESTION_TYPES`."""
    if rng.random() < 0.5 and subject.istitle():
        subject = subject.lower()
    form = rng.choice(_FORMS[question_type])
    if _PLURAL.search(subject):
        form = _SINGULAR_VERB.sub(_plural, form)
    question = form.format(x=subject)
    return question[0].upper() + question[1:] if question.endswith("?") else question


def _plural(verb: re.Match[str]) -> str:
    return {"is": "are", "Is": "Are", "does": "do", "Does": "Do"}[verb[0]]

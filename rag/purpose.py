"""What Footnote is for, in one sentence, the same on every page, in the API and in the README."""

INTENDED_PURPOSE = (
    "Footnote is a search tool for education and literature look-up: it shows sentences from the "
    "documents it was given, it is not a person, and it is not meant for diagnosis, treatment or "
    "monitoring."
)

"""SQuAD files made by hand, versions 1 and 2."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Asked = tuple[str, str | None]  # a question with its answer, None where there is none
Articles = Mapping[str, Mapping[str, Sequence[Asked]]]  # questions by paragraph by title


def squad_file(path: Path, articles: Articles) -> Path:
    """`path` with these articles, answers at their first place."""
    data = [
        {
            "title": title,
            "paragraphs": [
                {"context": context, "qas": [_entry(context, *asked) for asked in questions]}
                for context, questions in paragraphs.items()
            ],
        }
        for title, paragraphs in articles.items()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"version": "toy", "data": data}), encoding="utf-8")
    return path


def _entry(context: str, question: str, answer: str | None) -> dict[str, object]:
    if answer is None:
        return {"id": question, "question": question, "is_impossible": True, "answers": []}
    answers = [{"text": answer, "answer_start": context.find(answer.strip())}]
    return {"id": question, "question": question, "answers": answers}

"""Documents that are hard to mark and a few runs, served for browsers to read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from embeddings.encoder import Encoder
from rag.current_engine import CurrentEngine
from rag.documents import Document
from rag.index.build import build_index
from rag.settings import IndexSettings, ServerSettings, Settings
from server.app import create_app
from server.readiness import Readiness
from tests.rag.benchmark.report.run_folders import three_systems
from tests.rag.loaders.tiny_pdf import PdfText, pdf_bytes
from tests.server.live import serving

# No single character is a q with a dot above, so that the accent stays a character of its own.
EMOJI = (
    "A q\u0307-shaped caf\u00e9 opened \U0001f469\u200d\U0001f469\u200d\U0001f467 in the old town."
)
LONG = "It was *very* small,\nand **quite** warm for [the time](https://town.example/time) of year."
TOWN = f"""---
title: The old town
language: en-GB
url: https://town.example/old
date: 2025-03-02
author: Zoe Mueller
related:
  - title: A second walk
    url: /walk
  - title: Another town
    url: https://town.example/other
---
# The old town

{EMOJI} {LONG} What then?

## Does it grow?

It grows in spring. It grows in summer, and nobody knows why it does.

- One thing grows.
- Another thing does not.

## The end

It ends in winter.
"""
WALK = "---\ntitle: A second walk\nurl: https://town.example/walk\n---\n\nWe walk for an hour.\n"
PAGED = ("Ferns are plants that love the shade.", "Mosses, however, grow on stones.")
HOSTILE = "<img src=x onerror=alert(1)> javascript:alert(2) \u202eevil\u202c is not ze\u200bro."


@dataclass(frozen=True)
class Library:
    """A server over documents that are hard to mark, and over some runs."""

    client: httpx.Client
    current: CurrentEngine

    def document(self, name: str) -> Document:
        return self.current.get().document(name)

    def address(self, name: str, *quotes: str) -> str:
        """The page of a document with these quotes cited, the first of them read now."""
        text = self.document(name).text
        spans = [(text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
        start, end = spans[0]
        cites = "".join(f"&cite={first}-{last}" for first, last in spans)
        return str(self.client.base_url.join(f"/sources/{name}?start={start}&end={end}{cites}"))


@contextmanager
def serving_library(folder: Path, encoder: Encoder) -> Iterator[Library]:
    """A library whose files are written into an empty folder."""
    documents = folder / "documents"
    documents.mkdir()
    (documents / "town.md").write_bytes(TOWN.replace("\n", "\r\n").encode())
    (documents / "walk.md").write_text(WALK, encoding="utf-8")
    (documents / "hostile.txt").write_text(f"{HOSTILE}\n\nFerns are green.\n", encoding="utf-8")
    pages = [[PdfText(72, 700, 12, said)] for said in PAGED]
    (documents / "paged.pdf").write_bytes(pdf_bytes(pages, title="Paged"))
    runs = three_systems(folder / "runs")
    (runs / "kitchen/bm25/run.trec").write_text("q0 Q0 d1 1 0.5 bm25\n", encoding="utf-8")
    (runs / "kitchen/dense/measures.json").unlink()
    settings = Settings(
        index=IndexSettings(path=folder / "index"), server=ServerSettings(benchmarks=runs)
    )
    build_index([documents], settings, encoder, progress=None)
    current = CurrentEngine(settings, encoder)
    readiness = Readiness(lambda: current)
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        yield Library(client, current)

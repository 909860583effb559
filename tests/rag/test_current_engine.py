import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from rag.answers.calibration import load_calibration
from rag.current_engine import CurrentEngine
from rag.engine import Engine
from rag.errors import CalibrationError, IndexUnusable
from rag.index.build import build_index
from rag.index.generations import DOCUMENTS, POINTER, current_generation
from rag.messages import AskRequest
from rag.settings import AnswerSettings, IndexSettings, Settings
from tests.rag.seeds_engine import shipped_encoder

QUESTION = AskRequest(question="When does the library open?")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "library.txt"
    path.write_text("The library opens at nine.\n", encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=IndexSettings(path=tmp_path / "index"))


def index(source: Path, settings: Settings) -> str:
    return build_index([source], settings, shipped_encoder()).generation


def reopened_at(source: Path, hour: str) -> None:
    source.write_text(f"The library opens at {hour}.\n", encoding="utf-8")


def damaged(settings: Settings) -> None:
    """The current generation with one byte of its text changed."""
    path = current_generation(settings.index.path) / DOCUMENTS
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def first_quote(engine: Engine) -> str:
    return engine.ask(QUESTION).statements[0].text


def test_while_the_pointer_is_unchanged_the_engine_is_the_same(
    source: Path, settings: Settings
) -> None:
    generation = index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    engine = current.get()
    assert engine.generation == generation
    assert current.get() is engine


def test_a_new_generation_is_picked_up_and_the_old_engine_still_answers(
    source: Path, settings: Settings
) -> None:
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    old = current.get()
    reopened_at(source, "ten")
    generation = index(source, settings)
    new = current.get()
    assert new is not old
    assert new.generation == generation
    assert first_quote(new) == "The library opens at ten."
    assert first_quote(old) == "The library opens at nine."
    assert current.get() is new


def test_an_engine_outlives_the_deletion_of_its_generation(source: Path, tmp_path: Path) -> None:
    settings = Settings(index=IndexSettings(path=tmp_path / "index", keep_generations=1))
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    old = current.get()
    folder = current_generation(settings.index.path)
    reopened_at(source, "ten")
    index(source, settings)
    assert not folder.exists()
    assert first_quote(old) == "The library opens at nine."
    assert first_quote(current.get()) == "The library opens at ten."


def test_a_damaged_new_generation_is_logged_and_the_old_one_goes_on(
    source: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    old = current.get()
    reopened_at(source, "ten")
    index(source, settings)
    damaged(settings)
    with caplog.at_level(logging.WARNING, logger="rag.current_engine"):
        assert current.get() is old
        assert current.get() is old
    (record,) = [r for r in caplog.records if r.name == "rag.current_engine"]  # said once
    assert f"still serving {old.generation}" in record.getMessage()
    assert DOCUMENTS in record.getMessage()
    assert first_quote(old) == "The library opens at nine."


def test_after_a_damaged_generation_the_next_whole_one_is_served(
    source: Path, settings: Settings
) -> None:
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    current.get()
    index(source, settings)
    damaged(settings)
    current.get()
    reopened_at(source, "eleven")
    index(source, settings)
    assert first_quote(current.get()) == "The library opens at eleven."


def test_a_lost_calibration_keeps_the_old_engine_serving(
    source: Path, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    calibration = tmp_path / "calibration.json"
    replace(load_calibration(None), n_answerable=33).write(calibration)
    settings = settings.model_copy(update={"answers": AnswerSettings(calibration=calibration)})
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    old = current.get()
    calibration.unlink()
    index(source, settings)
    assert current.get() is old
    assert "footnote calibrate" in caplog.text
    with pytest.raises(CalibrationError):
        CurrentEngine(settings, shipped_encoder()).get()


def test_without_an_index_there_is_no_engine_until_there_is(
    source: Path, settings: Settings
) -> None:
    current = CurrentEngine(settings, shipped_encoder())
    for _ in range(2):
        with pytest.raises(IndexUnusable, match="footnote index"):
            current.get()
    index(source, settings)
    assert first_quote(current.get()) == "The library opens at nine."


def test_a_removed_pointer_keeps_the_engine_serving(source: Path, settings: Settings) -> None:
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    engine = current.get()
    (settings.index.path / POINTER).unlink()
    assert current.get() is engine


def test_while_a_new_generation_is_opened_others_go_on_with_the_old_one(
    source: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    old = current.get()
    reopened_at(source, "ten")
    generation = index(source, settings)
    opening, may_open = threading.Event(), threading.Event()
    warm_up = Engine.warm_up

    def slow_warm_up(engine: Engine) -> None:
        opening.set()
        assert may_open.wait(30)
        warm_up(engine)

    monkeypatch.setattr(Engine, "warm_up", slow_warm_up)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(current.get)
        try:
            assert opening.wait(30)
            assert threads.submit(current.get).result(10) is old
        finally:
            may_open.set()
        assert first.result(30).generation == generation
    assert current.get() is first.result()


def test_threads_that_ask_at_once_share_one_engine(source: Path, settings: Settings) -> None:
    index(source, settings)
    current = CurrentEngine(settings, shipped_encoder())
    barrier = threading.Barrier(8)

    def get(_: int) -> Engine:
        barrier.wait(10)
        return current.get()

    with ThreadPoolExecutor(8) as threads:
        engines = list(threads.map(get, range(8)))
    assert len({id(engine) for engine in engines}) == 1

import re
from pathlib import Path

import rag.loaders
from rag.kinds import KIND_NAMES, kind_name


def test_known_kinds_have_plain_names_and_others_stay_as_written() -> None:
    assert kind_name("training-brief") == "Training brief"
    assert kind_name("Magazine-Article") == "Magazine article"
    assert kind_name("Vade_mecum-X") == "Vade_mecum-X"
    assert kind_name("") == ""


def test_every_kind_that_a_loader_writes_has_a_name() -> None:
    folder = Path(rag.loaders.__file__).parent
    written = {
        kind
        for module in folder.glob("*.py")
        for kind in re.findall(r'kind="([a-z-]+)"', module.read_text(encoding="utf-8"))
    }
    assert {"pdf", "docx", "web-page"} <= written
    assert written <= KIND_NAMES.keys()

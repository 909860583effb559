from pathlib import Path

from server.assets import FOLDER, read_assets

SCRIPT = """\
// What it is for.

import { a } from "./a.js"; // stays

/**
 * Asks https://example.org/*.
 */
export const B = "https://example.org"; /* stays */
  /* goes */
/* stays */ const C = 1;
const D = 2; /* begins
  here */
  // goes
"""
SENT = """\

import { a } from "./a.js"; // stays

export const B = "https://example.org"; /* stays */
/* stays */ const C = 1;
const D = 2; /* begins
  here */
"""


def test_comments_that_fill_their_lines_are_not_sent(tmp_path: Path) -> None:
    for name in ("a.js", "a.css"):
        (tmp_path / name).write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "a.svg").write_text("<svg>\n// text\n</svg>\n", encoding="utf-8")
    files = read_assets(tmp_path).files
    assert files["a.js"].content.decode() == files["a.css"].content.decode() == SENT
    assert b"// text" in files["a.svg"].content


def test_of_our_own_files_all_but_comments_is_sent() -> None:
    for name, asset in read_assets().files.items():
        left_out = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        for line in asset.content.decode().splitlines():
            left_out.remove(line)
        assert all(line.strip().startswith(("//", "/*", "*")) for line in left_out), name

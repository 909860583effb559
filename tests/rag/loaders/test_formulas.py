import pytest
from lxml import etree  # type: ignore[import-untyped]

from rag.loaders.formulas import formula_text

OMML = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def power(base: str, exponent: str) -> str:
    return f"<msup>{base}{exponent}</msup>"


@pytest.mark.parametrize(
    ("mathml", "text"),
    [
        ("<mi>E</mi><mo>=</mo><mi>m</mi>" + power("<mi>c</mi>", "<mn>2</mn>"), "E=mc²"),
        (power("<mi>e</mi>", "<mrow><mi>k</mi><mi>t</mi></mrow>"), "e^(kt)"),
        ("<mfrac><mn>1</mn><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></mfrac>", "1/(a+b)"),
        ("<msqrt><mi>x</mi></msqrt><mroot><mi>y</mi><mn>3</mn></mroot>", "√x³√y"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
        ("<semantics><mi>x</mi><annotation>\\x</annotation></semantics>", "x"),
    ],
)
def test_mathml_reads_as_typed(mathml: str, text: str) -> None:
    assert formula_text(etree.fromstring(f"<math>{mathml}</math>")) == text


def run(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("omml", "text"),
    [
        (run("x") + run("&lt;5"), "x<5"),
        (f"<m:sSup><m:sSupPr/><m:e>{run('c')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>", "c²"),
        (f"<m:f><m:num>{run('1')}</m:num><m:den>{run('a+b')}</m:den></m:f>", "1/(a+b)"),
        (f"<m:rad><m:deg/><m:e>{run('2')}</m:e></m:rad>", "√2"),
        (f"<m:d><m:dPr><m:begChr m:val='['/></m:dPr><m:e>{run('a')}</m:e></m:d>", "[a)"),
        (
            "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>"
            f"<m:sub>{run('1')}</m:sub><m:sup>{run('n')}</m:sup><m:e>{run('x')}</m:e></m:nary>",
            "∑₁ⁿx",
        ),
    ],
)
def test_omml_reads_as_typed(omml: str, text: str) -> None:
    assert formula_text(etree.fromstring(f"<m:oMath {OMML}>{omml}</m:oMath>")) == text


def test_deep_formula_keeps_its_characters() -> None:
    deep = "<mrow>" * 200 + "<mi>x</mi>" + "</mrow>" * 200
    assert formula_text(etree.fromstring(f"<math>{deep}</math>")) == "x"

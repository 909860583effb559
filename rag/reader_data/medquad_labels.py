"""Which sentences of MedQuAD's answers answer: rules by type of question, unsure where they are.

A rule that finds nothing leaves a sentence unknown in its own answer, as answers run on to other
things; in the answer to another question it says that a sentence does not answer.
"""

import re
from dataclasses import dataclass

from rag.sentences import split_sentences

# Words without which a sentence hardly answers a question of the type. Wide on purpose: they also
# keep sentences of other answers from being called false.
_CUES = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "symptoms": r"\bsymptom|\bsigns?\b|\bcharacteri[sz]ed|\bfeatures?\b|\bexperienc|\bpain|"
        r"\bfever|\bweakness|\bcauses?\b|\bappear|\bdevelop|\bproblems|\bdifficult|\bmay have|"
        r"\boften have|\busually have|\bloss\b|\bswell|\babnormal|\bpatients? (?:with|have)|"
        r"\b(?:people|individuals|children|infants) with|\baffected|\bfeel",
        "treatment": r"\btreat|\btherap|\bmedic(?:ine|ation|al)|\bsurg|\bdrugs?\b|\bcure|"
        r"\bmanage|\breliev|\bantibiotic|\btransplant|\bhelp|\bdiet|\bremov|\bradiation|"
        r"\bsupplement|\bvaccin|\bexercise|\bdoctor|\bcare\b",
        "inheritance": r"\binherit|\bautosomal|\bx-linked|\bsporadic|\bpassed|\bfamil|\bde novo|"
        r"\bparent|\bheredit|\bgene|\bmutation|\bchromosom|\brandom|\bcopies|\bcopy",
        "frequency": r"\d|\brare|\bcommon|\bincidence|\bprevalence|\bfrequen|\bunknown|"
        r"\boccurs? in|\baffects|\bpopulation|\bpeople\b|\bcases|\bmillion|\bthousand|\bpercent",
        "genetic changes": r"\bmutation|\bgenes?\b|\bgenetic|\bdeletion|\bduplicat|\bchromosom|"
        r"\btranslocat|\binherit|\bprotein|\bDNA\b",
        "causes": r"\bcaus|\bresult|\bdue to|\bmutation|\bgene|\bwhen\b|\btrigger|\bunknown|"
        r"\blead|\bbecause|\brisk|\bfactor|\binfect|\binherit|\bassociated|\bspread|\bfrom\b",
        "exams and tests": r"\bdiagnos|\btest|\bexam|\bbiops|\bimag|\bdetect|\bx-ray|\bscan|"
        r"\bhistory|\bscreen|\bMRI\b|\bultrasound|\bdoctor|\bfound\b|\bmeasure|\bsymptom",
        "research": r"\bresearch|\bstud(?:y|ies)|\btrial|\bNINDS|\bNIH\b|\binvestigat|\bscientist",
        "outlook": r"\bprogno|\boutlook|\bsurviv|\brecover|\blife|\bfatal|\bmortal|\bdeath|\bdie|"
        r"\blive|\bprogress|\bimprove|\bworse|\bpermanent|\bcure|\bchronic|\bterm\b|\bcomplicat|"
        r"\btreat|\bresol|\byears?\b|\bdisab|\bgo away|\bmild|\bsevere",
        "susceptibility": r"\brisk|\bmore (?:common|likely|often|frequent)|\boccurs?\b|\baffects?|"
        r"\banyone|\bpeople|\bages?\b|\bchildren|\bwomen|\bmen\b|\binfants|\bfamily|\bperson|"
        r"\bcan get|\brare|\bcommon",
        "prevention": r"\bprevent|\bavoid|\breduc|\blower|\bprotect|\bvaccin|\bwash|\brisk|\bstop|"
        r"\bdelay|\bcontrol|\bhealthy|\bcan help|\bscreen",
        "stages": r"\bstag|\bspread|\bgrade|\bphase|\bprogress|\bearly|\blate|\badvanced",
        "complications": r"\bcomplicat|\blead|\bcause|\bresult|\bproblem|\brisk|\bdamage|\bdeath|"
        r"\bdevelop|\bsevere|\bserious|\bsymptom",
    }.items()
}

# What a sentence says that states the answer itself.
_STATEMENTS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "symptoms": r"\b(?:symptoms?|signs?|features?|manifestations?)\b.{0,120}\b(?:include|are|"
        r"is|range|begin|start|appear|develop|consist)\b|\bcharacteri[sz]ed by|"
        r"\b(?:may|can|often|usually|typically|also|might) (?:experience|develop|feel|complain|"
        r"include|notice|have (?!no\b|any\b|other\b))\b",
        "treatment": r"\b(?:treat(?:ed|ment|ments|s|ing)?|therap(?:y|ies)|manage[dm]?\w*)\b.{0,120}"
        r"\b(?:include|includes|is|are|may|can|consists?|involves?|focus\w*|depends?|usually|with|"
        r"by|has|have)\b|\b(?:medicines?|medications?|surgery|drugs?|antibiotics|transplant\w*)\b"
        r".{0,80}\b(?:may|can|is|are|help|treat|used|relieve|reduce)|\bno (?:known )?cure|"
        r"\bno (?:specific |standard )?(?:treatment|therapy)",
        "inheritance": r"\binherited\b|\binheritance\b|\bautosomal|\bx-linked|\bsporadic|"
        r"\bnot (?:inherited|genetic|hereditary)|\bheritable|\bruns? in families|"
        r"\bno (?:family )?history|\bpassed",
        "frequency": r"\b(?:affects?|occurs?|found|estimated|incidence|prevalence|frequency|"
        r"reported|described|diagnosed|identified|rare|common|accounts?|unknown|cases|families|"
        r"have)\b",
        "genetic changes": r"\b(?:mutations?|changes?|deletions?|duplications?|genes?|variants?|"
        r"variations?|chromosom\w+|translocation|expansion|loss|copy|cop(?:y|ies)|factors)\b"
        r".{0,160}\b(?:caus\w+|results?|responsible|associated|leads?|involved|underlie|account\w*|"
        r"identified|contribut\w+|unknown|increas\w+|linked|related)\b|"
        r"\bcaus(?:ed?|es) .{0,60}(?:mutation|deletion|duplication|gene|chromosom)",
        "causes": r"\bcaused by\b|\b(?:can|may) (?:also )?cause\b|\bcauses (?!of\b)\w|"
        r"\bcauses? of\b.{0,80}\b(?:is|are|include|has|have|remains?)\b|"
        r"\bresults? from|\bresults? when|\bdue to\b|\b(?:develops?|occurs?|happens?|starts?) "
        r"(?:when|if|because|after)|\bmutations? in\b|\btrigger|\b(?:un|not )known|\blead to",
        "exams and tests": r"\b(?:diagnos\w+|detect\w*|suspected|confirmed)\b.{0,160}"
        r"\b(?:by|on|with|through|using|based|made|requires?|include|include|test\w*|exam\w*|when|"
        r"used|can|may|during|after|confirmed|from)\b|\b(?:tests?|exams?|biopsy|imaging|MRI|x-rays?|"
        r"ultrasound)\b.{0,100}\b(?:used|may|can|show\w*|detect|measures?|confirm|help\w*|find|"
        r"diagnose|performed|done)\b",
        "research": r"\b(?:research\w*|stud(?:y|ies)|trials?|scientists|investigators?)\b.{0,160}"
        r"\b(?:support\w*|conduct\w*|aim\w*|focus\w*|examin\w*|investigat\w*|explor\w*|studying|"
        r"develop\w*|find|test\w*|understand|working|underway|being|seek\w*)\b",
        "outlook": r"\bprognosis\b.{0,120}\b(?:is|for|depends?|varies|vary)\b|\boutlook\b.{0,100}"
        r"\b(?:is|depends?|varies)\b|\bsurviv\w+|\b(?:recover|recovery)\b|\blife expectancy|"
        r"\bfatal|\bdie\b|\b(?:live|lead) (?:a |an )?(?:normal|full|long)",
        "susceptibility": r"\brisk\b.{0,120}\b(?:is|are|includes?|for|of|factors?|increases?|have|"
        r"if|known)\b|\bmore (?:common|likely|often|frequent\w*)|\b(?:occurs?|affects?)\b.{0,80}\b"
        r"(?:people|men|women|children|adults|age|infants|anyone|ages)|\banyone\b.{0,40}\b(?:can|"
        r"who)|\bcan (?:get|develop|occur)",
        "prevention": r"\b(?:prevent\w*|avoid\w*|lower|reduc\w*|protect\w*|vaccin\w*|wash\w*)\b",
        "stages": r"\bstages? (?:0|I{1,3}|IV)\b|\bstages? .{0,60}\b(?:are|is) used\b",
        "complications": r"\bcomplications?\b.{0,100}\b(?:include|are|is|of|may|can)\b|"
        r"\b(?:may|can|could) (?:lead|cause|result|develop|include)",
    }.items()
}
_PASSING = re.compile(
    r"\bthere are (?:different|several|many|various|three|two|a number of)\b|"
    r"\b(?:the )?following\b|\bdepends? on\b|\bis based on the following|"
    r"\b(?:factors?|terms?) affect|\btalk (?:with|to) your|\bsee your doctor|\bask your|"
    r"\banything that (?:increases|raises)|\bhaving a risk factor|\bknown as risk factors|"
    r"^(?:the|these) proteins?\b|^the \S+ gene (?:provides|is)\b|\bthe production of\b|"
    r"^the parents of\b|^(?:cancer prevention )?clinical trials are\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:see|for (?:more|additional|further)|learn more|read more|visit|click|to (?:learn|read|"
    r"find out) more|source|references?|watch|more (?:details?|information|on)|you can (?:use|find|"
    r"learn|read)|if you (?:want|would like|are looking)|additional information|these resources|"
    r"this (?:summary|section|table|page|website)|content on this|information about|"
    r"(?:the )?(?:genetic testing registry|gard|orphanet|omim|medlineplus|genereviews))\b|"
    r"\b(?:summary|section) for more|\bfor more information|https?:|www\.|\bclick here",
    re.IGNORECASE,
)
_PHENOTYPE_TABLE = re.compile(
    r"\s*The Human Phenotype Ontology provides the following.*", re.DOTALL
)
_SEAM = re.compile(r"\s*\n\s*|\s{2,}-\s+|\s{3,}")
_HEADING_WORDS = 9
_DEFINING = re.compile(
    r"^(?:the |an? )?(?P<subject>.{2,140}?),? (?:is|are|refers? to|means|describes?|occurs? when|"
    r"happens? when|develops? when) (?P<rest>.+)",
    re.IGNORECASE,
)
_NOT_DEFINING = re.compile(
    r"^(?:caused|inherited|diagnosed|treated|often|usually|sometimes|more|most common in|less|not|"
    r"found|thought|also|very|known|generally|typically|rarely|due|at|in|still|unknown|seen|"
    r"estimated|believed|considered|associated|likely|there|available|possible|being|"
    r"(?:most|more) (?:often|common|likely)|(?:rare|common|uncommon)[.,;]|the (?:most|leading|only|"
    r"same|second)|unclear|made|part of|under|frequently|one of the most)\b",
    re.IGNORECASE,
)
_COMMON = frozenset(
    "the a an of and in with or to for by from disease diseases syndrome syndromes disorder "
    "disorders problem problems condition conditions type due other".split()
)
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an answer, or an item of a list in it, in one line.

    Args:
        text: without white space or a bullet at its ends.
        is_statement: False for headings, questions, lead-ins and references to elsewhere.
    """

    text: str
    is_statement: bool


def lines_of(answer: str) -> tuple[Line, ...]:
    """An answer's sentences and list items; GARD's tables of the Human Phenotype Ontology go."""
    answer = _PHENOTYPE_TABLE.sub("", answer)
    blocks = (" ".join(block.split()) for block in _SEAM.split(answer))
    return tuple(
        Line(text, is_statement(text))
        for block in blocks
        if block
        for span in split_sentences(block)
        if (text := block[span.start : span.end].lstrip("-•– "))
    )


def is_statement(text: str) -> bool:
    """Whether a line says something: no heading, question, lead-in or reference to elsewhere."""
    if text.endswith(("?", ":")) or _REFERENCE.search(text):
        return False
    is_heading = text[-1] not in '.!"”)' and len(text.split()) <= _HEADING_WORDS
    return not is_heading


def is_list_item(text: str) -> bool:
    """Whether a line without a full stop may be an item of a list as well as a heading."""
    return text[-1] not in ".!?:"


def subject_tokens(subject: str) -> frozenset[str]:
    """The words that make a subject that one, small."""
    tokens = {token.lower() for token in _TOKEN.findall(subject)}
    return frozenset(tokens - _COMMON) or frozenset(tokens)


def defines(text: str, subject: str) -> bool:
    """Whether a sentence begins with the subject and says what it is."""
    match = _DEFINING.match(text)
    if match is None or _NOT_DEFINING.match(match["rest"]):
        return False
    own = subject_tokens(subject)
    said = [token.lower() for token in _TOKEN.findall(match["subject"])]
    named = subject_tokens(match["subject"]) & own
    begins_so = bool(said) and (said[0] in own or said[0] in subject.lower().split())
    return begins_so and 2 * len(named) >= len(own)


def answers(text: str, question_type: str, subject: str) -> bool:
    """Whether a statement surely answers a question of the type about its own subject."""
    if question_type == "information":
        return defines(text, subject)
    return not _PASSING.search(text) and bool(_STATEMENTS[question_type].search(text))


def may_answer(text: str, question_type: str, subject: str) -> bool:
    """Whether a statement out of another answer could answer; wide."""
    if question_type == "information":
        match = _DEFINING.match(text)
        return match is not None and bool(
            subject_tokens(match["subject"]) & subject_tokens(subject)
            or match["subject"].lower() in ("it", "this", "this condition", "this disease")
        )
    return bool(_CUES[question_type].search(text))

"""Words of asking, which are no matter of a question."""

from rag.index import analysis
from rag.questions.side_asked import SIDE_TERMS

# Words that most questions have and few answers repeat.
ASKING = SIDE_TERMS | frozenset(
    analysis.term(word)
    for word in (
        "regard like able own good bad well extra else other others exactly please tell say "
        "mean call name list give get take make do go come bring put use keep let have need "
        "want try happen become seem look find found know think work cost pay last long often "
        "much many old far big soon quickly fast start begin end finish held take place time "
        "date day year month kind type sort way thing example reason detail part main "
        "difference different explain describe define write wrote written author publish lead "
        "led grow grew help important done together run sure taken first second next one two "
        "three four five number apart problem trouble wrong bad argument"
    ).split()
)

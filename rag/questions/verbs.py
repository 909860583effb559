"""Words that are verbs: where a subject ends, in a question, without a tagger.

Written by hand: the verbs of everyday questions. `ONLY_VERBS` are seldom anything else; the
`ALSO_NOUNS` count as verbs only where one is missing.
"""

from rag.index import analysis

_ONLY_VERBS = """
    absorb accept achieve acquire act adapt add adjust admit adopt advise affect agree allow
    announce apologise appear apply argue arrange arrive articulate ask assess assist assume
    attend attract avoid bake bark bear become begin behave belong bend bite bleed bless blow
    boil borrow break breathe bring build bury buy calculate cancel carry carve catch cause
    cease chew choose cite claim clean climb cling clothe collapse collect combine come comfort
    commit communicate compare compete complain complete compress concentrate conclude conduct
    confess confirm confuse connect consider consist construct consume contain continue
    contribute cook cope correct correspond crawl create criticise cry cut deal decide declare
    defeat defend define deliver deny depart depend derive describe deserve destroy determine
    develop diagnose die differ dig disagree discover discuss dissolve distinguish distribute
    divide document dominate draw drink drive earn eat edit educate elect eliminate emerge
    emphasise emphasize employ enable encounter encourage engage enhance enjoy ensure enter
    erode escape establish evaluate evolve examine exceed exclude execute exhibit exist expand
    expect explain explore expose express extend facilitate fade fail fall fasten feed feel fit
    fix flee float flow fly follow forbid forget forgive form found freeze fry fund gain gather
    generate get give go govern grant graze greet grind grow hang happen harm hatch hate have
    heal hear hide highlight hinder hire hold identify ignore imagine imply impose impress
    improve include incorporate increase indicate infect influence inform inherit inhibit injure
    insist inspect inspire install interact interfere interpret interrupt introduce invade
    invent invest investigate invite involve irritate isolate join justify keep kill kneel knit
    knock know lack last lay lead lean leap learn leave lend lessen let lie like live locate
    loosen lose maintain make manage marry matter mean measure meet melt mend mention merge
    migrate modify monitor motivate move need negotiate notice nurture obey observe obtain occur
    offer omit open operate oppose organise organize overcome owe own participate pay perceive
    perform permit persist persuade plant play pollute pose possess pour pray preach predict
    prefer prepare preserve pretend prevent proceed produce prohibit promote pronounce propose
    protect prove provide publish punish purchase purr pursue put quit quote react read realise
    rebuild recall receive recognise recognize recommend recover recycle reduce refer reflect
    refuse regulate reject relieve rely remain remember remove renew repair repeat replace
    represent reproduce require resemble reserve resist resolve respond restore restrict result
    retain retire return reveal rewrite ride ring rise roast rob rub ruin rule run rush satisfy
    save say scare see seek seem select sell send separate serve set settle sew shake shave
    shine shoot shout shrink shut sing sit sleep slip smell sneeze solve speak spell spend spill
    spin split spoil spread stand start state stay steer stick stimulate stir stop store
    strengthen stretch subscribe succeed suck sue suffer suggest support suppress surrender
    survive suspend sustain swallow swear sweep swell swim swing tailor take taste teach tear
    tell tempt tend thank think threaten throw tighten tolerate transfer translate transmit
    transport travel treat trigger try turn undergo undermine understand undertake undo unite
    unlock update upload urge utilise utilize vary wait want warm warn wash watch wear weigh
    welcome whisper win wipe wish withdraw withstand wonder worsen wrap wreck write yell yield
"""
_ALSO_NOUNS = """
    address aim answer approach attack attempt balance base benefit call campaign care challenge
    change charge check claim clarify coach comment compose concern conflict control cook copy
    cost cough count cover crash cross cure damage dance date debate delay demand design display
    do dream drop duty effect end estimate exercise experience export face farm fear fight file
    filter finance finish fire fish flood focus function guide handle heat help honour hope host
    house hunt hurt impact import interest issue judge jump kick label laugh launch level lift
    limit link list load lock look love mark milk mix name note number nurse object order
    outline pack pain paint park perform phase phone photograph plan plant plead position
    practice press price print process profit progress promise question raise range rank rate
    reach reason record regard relate release rent report request research rest review risk roll
    sail sample schedule score search shape share shelter ship show sign smoke sort sound spray
    stage step stress strike struggle study supply surprise talk target test tie touch trace
    trade train transition trap travel trust type upgrade use value view visit voice vote walk
    water weaken whip witness work worry
"""
_IRREGULAR = """
    began begun born bought broke broken brought built came caught chose chosen cut dealt does
    done drawn drew driven drove eaten fallen fell felt flew flown forbidden fought found gave
    given goes gone got grew grown had heard held hid hidden hit hurt kept knew known laid
    learnt led left lent lost made meant met paid put ran read rose run said sang sat saw seen
    sent shown shut slept sold spent spoke spoken spread stole stolen stood sung swam taken
    taught thought threw thrown told took understood went won wore worn wound written wrote
"""
ONLY_VERBS = frozenset(analysis.term(verb) for verb in _ONLY_VERBS.split())
ALSO_NOUNS = frozenset(analysis.term(verb) for verb in _ALSO_NOUNS.split())
PAST_FORMS = frozenset(_IRREGULAR.split())

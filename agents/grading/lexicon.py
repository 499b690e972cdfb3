"""The word lists of the grader: words that carry no content, negators, opposites, and words that may stand for each other."""

FUNCTION = frozenset(
    """a an the this that these those it its itself he him his she her hers they them their theirs we us our ours i me
    my mine myself you your yours yourself who whom whose which what when where why how there here and or but nor so
    yet if then else than as because since while whereas although though unless until of in on at by for with about
    against between into through during before after above below to from up down out off over under again further
    once is am are was were be been being have has had having do does did doing done will would shall should can could
    may might must ought not no never none nothing nobody neither cannot without all any both each few more most other
    some such only own same too very just also even still much many lot lots one ones let lets get gets got getting
    per via upon within along among around across toward towards like well really actually basically simply quite
    rather maybe perhaps probably almost already always often sometimes usually ever now today i'm i've i'd i'll you're
    you've you'd you'll he's she's it's it'd it'll we're we've we'd we'll they're they've they'd they'll that's there's
    what's who's here's let's don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't
    haven't hasn't hadn't mustn't needn't ain't every everything everyone anything anyone something someone whatever
    whether either another else etc vs thus hence therefore however instead besides anyway okay ok yes yeah no oh um uh
    er hmm say says said mean means want wants go goes going gonna kind sort thing things stuff way ways make makes
    made making need needs bit able us whose""".split()
)
"""Words without content of their own: they are counted as a sign of speech, never as a match."""

FILLER = frozenset(
    """question questions ask asks asked asking answer answers answering interview interviewer great good interesting
    excellent nice fine sure right clear clearly important basic think thinks thinking thought thoughts guess suppose
    believe feel honestly frankly sincerely personally obviously certainly definitely absolutely literally generally
    overall essentially start starting begin beginning first second third finally lastly next later talk talking speak
    speaking tell telling explain explaining describe describing discuss discussing consider considering look looking
    see seeing know knowing understand understanding wonder wondering hear hearing heard moment minute second
    sorry thank thanks please topic subject matter point points case example instance regard regarding regards terms
    depend depends depending different various several important interested happy glad love like try trying come
    comes coming repeat repeating restate restating rephrase summarise summarize sum short brief briefly word words
    here's area areas aspect aspects lots give gives given giving put take takes taking find best better quickly
    curious fascinating fair correctly correct exactly crucial essential key challenge challenging situation often
    people person everybody all today world field hard difficult tricky complex complicated""".split()
)
"""What speakers put around an answer; a text made of it and of the question's words says nothing."""

NEGATORS = frozenset(
    """not never no none nobody nothing neither nor without cannot hardly rarely seldom barely scarcely unable nowhere
    lack lacks lacking zero""".split()
)
"""With every word that ends in n't: what turns the words after it around."""

IMPLICIT = frozenset(
    """avoid avoids avoided avoiding prevent prevents prevented preventing refuse refuses refused refusing stop stops
    stopped stopping fail fails failed failing failure deny denies denied reject rejects rejected rejecting instead rather
    except unlike wrong false mistake mistaken myth dangerous impossible useless pointless unsafe unnecessary
    untrue incorrect bad harm harmful lose loses losing lost miss misses missing forget ignore ignores skip skips
    drop drops little few less against otherwise""".split()
)
"""Words that deny in a softer way: their presence keeps a plain sentence from counting as the opposite of a denial."""

_OPPOSITES = """
increase/decrease increase/reduce increase/shrink grow/shrink grow/decrease raise/lower rise/fall rise/drop increase/drop
faster/slower fast/slow quick/slow quicker/slower before/after always/never more/less more/fewer most/least higher/lower
high/low larger/smaller large/small big/small bigger/smaller longer/shorter long/short early/late earlier/later
first/last best/worst better/worse good/bad cheap/expensive cheaper/dearer cheaper/costlier easy/hard easier/harder
safe/unsafe safe/dangerous secure/insecure valid/invalid correct/incorrect correct/wrong right/wrong true/false
possible/impossible stable/unstable consistent/inconsistent ordered/unordered sorted/unsorted mutable/immutable
synchronous/asynchronous public/private internal/external local/remote local/global static/dynamic strong/weak
stronger/weaker open/closed open/close start/stop begin/end allow/forbid allow/prevent allow/refuse accept/reject
accept/refuse accept/deny permit/forbid permit/deny enable/disable include/exclude add/remove insert/remove
insert/delete push/pop read/write lock/unlock encrypt/decrypt connect/disconnect appear/disappear succeed/fail
success/failure pass/fail win/lose gain/lose profit/loss keep/lose keep/drop keep/discard keep/delete remember/forget
include/omit same/different equal/unequal similar/different unique/duplicate full/empty maximum/minimum maximise/minimise
max/min many/few all/none everything/nothing every/no everyone/nobody inside/outside above/below over/under up/down
left/right forward/backward upper/lower ascending/descending horizontal/vertical linear/quadratic linear/exponential
constant/linear constant/quadratic positive/negative useful/useless necessary/unnecessary needed/unneeded likely/unlikely
reliable/unreliable trust/distrust agree/disagree like/dislike improve/worsen improve/degrade help/hurt help/harm
simple/complex simpler/harder rare/common rarely/often never/often seldom/often strict/loose tight/loose hot/cold
active/passive idle/busy alive/dead visible/invisible visible/hidden known/unknown fixed/variable temporary/permanent
together/apart together/separately single/multiple one/many wide/narrow deep/shallow new/old newest/oldest
newer/older rise/decline improve/decline growth/decline up/fell calm/angry proud/ashamed encourage/discourage
""".split()

IRREGULAR = {
    form: base
    for base, forms in {
        "send": "sent", "take": "took taken", "write": "wrote written", "go": "went gone", "come": "came", "keep": "kept",
        "lose": "lost", "find": "found", "give": "gave given", "know": "knew known", "think": "thought", "tell": "told",
        "bring": "brought", "buy": "bought", "build": "built", "break": "broke broken", "choose": "chose chosen",
        "fall": "fell fallen", "grow": "grew grown", "hold": "held", "lead": "led", "leave": "left", "meet": "met",
        "pay": "paid", "rise": "rose risen", "run": "ran", "see": "saw seen", "sell": "sold", "show": "shown", "speak":
        "spoke spoken", "spend": "spent", "stand": "stood", "teach": "taught", "win": "won", "begin": "began begun",
        "feel": "felt", "hear": "heard", "mean": "meant", "sit": "sat", "draw": "drew drawn", "drive": "drove driven",
        "shrink": "shrank shrunk", "sleep": "slept", "wake": "woke woken", "understand": "understood", "catch": "caught",
        "fight": "fought", "forget": "forgot forgotten", "hide": "hid hidden", "throw": "threw thrown", "drop":
        "dropped", "become": "became", "datum": "data", "person": "people", "child": "children", "index": "indices indexes",
        "vertex": "vertices", "query": "queries", "retry": "retries retried retrying", "copy": "copies copied",
        "cost": "costly costing", "shift": "shifted", "freeze": "froze frozen", "swap": "swapped", "bind": "bound",
        "seek": "sought", "eat": "ate eaten", "fly": "flew flown", "wear": "wore worn", "strike": "struck",
        "analyse": "analyze analysis", "half": "halves halved", "tie": "tied", "lie": "lying", "die": "died dying",
    }.items()
    for form in forms.split()
}

_GROUPS = """
retry repeat resend rerun reattempt redo
customer client user consumer buyer shopper
delay latency lag
boss manager lead supervisor superior
colleague coworker peer teammate
database db datastore storage store
bug defect fault error mistake
failure outage crash incident breakdown
fast quick rapid speedy
slow sluggish
cheap inexpensive
expensive costly dear pricey
big large huge
small tiny little
start begin launch
finish end complete
stop halt cease
increase grow rise raise climb
decrease reduce drop fall shrink lower cut decline
check verify validate confirm inspect
test try trial pilot experiment
fix repair correct mend resolve solve
show demonstrate prove
explain clarify
choose pick select
change alter modify update edit
replace swap overwrite substitute
remove delete drop discard
add append insert
keep retain hold preserve remain stay
duplicate copy twice double
unique distinct different
same identical equal
split divide partition separate
join merge combine
send transmit deliver pass
receive get accept
wait pause block stall
expire timeout lapse elapse
lock mutex
server machine node host box
request call
response reply
function method routine procedure
list array sequence
dictionary dict hashmap map hash table
loop iterate walk traverse scan
memory ram space
cpu processor core
thread worker
queue backlog
message event
key identifier id
number figure count
value amount
price fee charge tariff
revenue sales turnover income
profit margin earnings
cost expense spend
employee staff worker hire
team group crew
meeting call session
goal target objective aim
deadline due
plan schedule roadmap
risk danger hazard threat
problem issue trouble difficulty
cause reason why
result outcome effect consequence
lesson learn learned takeaway
feedback criticism
conflict disagreement argument dispute
calm composed
angry upset furious annoyed
honest open transparent frank candid
help assist support
important crucial critical vital
guarantee ensure promise assure
refuse reject deny decline
allow permit let
hide mask conceal
watch monitor observe track
alert alarm page
log record trace
estimate guess forecast predict
measure metric number
compare contrast
assume assumption suppose hypothesis
recommend suggest propose advise
buy purchase
sell sale
grow expand scale
shared common
stale outdated old
fresh current recent
safe secure harmless
consistent coherent
idempotent repeatable
concurrent parallel simultaneous
order sequence ordering
linear proportional
constant fixed
empty blank none null
""".strip().splitlines()


def _pairs() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES:
        one, other = pair.split("/")
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in table.items()}


OPPOSITES = _pairs()
"""Word → words that say the contrary; looked up by word and by stem."""

GROUPS = tuple(tuple(line.split()) for line in _GROUPS)
"""Words of an interview that may stand for each other without changing what is claimed."""

"""The English words around a figure that say its direction, its strength, whether it has happened, and whether it is denied."""

_UP = """
    rose rise rises rising risen gain gains gained gaining climb climbs climbed climbing jump jumps jumped jumping
    surge surges surged surging soar soars soared soaring advance advances advanced advancing increase increases
    increased increasing add adds added rally rallies rallied rallying grow grows grew growing growth grown expand
    expands expanded expanding expansion rebound rebounds rebounded rebounding recovery recover recovers recovered
    leap leaps leapt leaped leaping spike spikes spiked skyrocketed zoomed zooms popped bounced raise raises raised
    raising lift lifts lifted lifting boost boosts boosted boosting up higher above hike hikes hiked swelled uplift
    bump bumped upside improved strengthened appreciated firmed outperformed more profit profits surplus
"""
_DOWN = """
    fell fall falls falling fallen drop drops dropped dropping decline declines declined declining lose loses lost
    losing loss losses slip slips slipped slipping slide slides slid sliding slump slumps slumped slumping tumble
    tumbles tumbled tumbling plunge plunges plunged plunging plummet plummets plummeted plummeting sink sinks sank
    sunk sinking dip dips dipped dipping shed sheds shedding decrease decreases decreased decreasing down lower
    lowers lowered lowering cut cuts cutting trim trims trimmed trimming reduce reduces reduced reducing reduction
    shrink shrinks shrank shrunk shrinking contracted contracting contraction retreat retreats retreated retreating
    ease eases eased easing crashed dived dove dive tanked tanks skidded weakened slash slashes slashed slashing
    pared below less deficit discount depreciated stumbled stumbles sagged retraced downgraded halved worse
"""
DIRECTION = dict.fromkeys(_UP.split(), 1) | dict.fromkeys(_DOWN.split(), -1)

# Said after a number they need a verb's sense ("profit" and "loss" name what is counted: "a loss of $3 billion").
NAMES_ONLY = frozenset("profit profits surplus deficit loss losses".split())
# Behind the number these are its direction; other words there belong to the next thing said.
BEHIND = frozenset(
    """
    rise gain gains jump surge advance increase rally growth expansion rebound recovery leap spike boost higher up
    above hike uplift bump upside fall drop decline loss losses slide slump tumble plunge dip decrease down lower
    cut cuts reduction contraction retreat below deficit discount surplus profit more less
""".split()
)
FORECAST = frozenset(
    """
    will would could may might should shall expect expects expected expecting forecast forecasts forecasted
    forecasting projected projecting predict predicts predicted predicting estimate estimates estimated likely set
    poised aim aims aimed aiming plan plans planned planning target targets targeted targeting outlook guidance
    track potential potentially seek seeks seeking intends intend pledged promised proposed require requires needs
    ll anticipates anticipated anticipate hopes to-be
""".split()
)
MODALS = frozenset("will would could may might should".split())
NOT_FORECAST_AFTER = frozenset("than as missed beat topped beating".split())
NEGATORS = frozenset("not never no without nor neither failed fails cannot".split())
LEVEL = frozenset(
    """to at from near hit hits hitting reach reached reaches reaching top topped topping tops past through worth
    average averaging
    totaling totalling total was is were are stood stands standing""".split()
)
STRENGTH = {
    "about": "about",
    "around": "about",
    "roughly": "about",
    "approximately": "about",
    "some": "about",
    "circa": "about",
    "approx": "about",
    "estimated": "about",
    "over": "over",
    "exceeding": "over",
    "exceed": "over",
    "exceeds": "over",
    "exceeded": "over",
    "topping": "over",
    "topped": "over",
    "tops": "over",
    "surpassed": "over",
    "surpassing": "over",
    "crossed": "over",
    "above": "over",
    "past": "over",
    "under": "under",
    "below": "under",
    "nearly": "nearly",
    "almost": "nearly",
    "barely": "about",
}
STRENGTH_PHRASES = (
    ("more than", "over"),
    ("at least", "over"),
    ("greater than", "over"),
    ("higher than", "over"),
    ("upwards of", "over"),
    ("in excess of", "over"),
    ("north of", "over"),
    ("no less than", "over"),
    ("no fewer than", "over"),
    ("a minimum of", "over"),
    ("no more than", "under"),
    ("not more than", "under"),
    ("less than", "under"),
    ("fewer than", "under"),
    ("lower than", "under"),
    ("as much as", "under"),
    ("as many as", "under"),
    ("as high as", "under"),
    ("as low as", "over"),
    ("up to", "under"),
    ("at most", "under"),
    ("a maximum of", "under"),
    ("close to", "nearly"),
    ("just under", "nearly"),
    ("just short of", "nearly"),
    ("just shy of", "nearly"),
    ("in the region of", "about"),
    ("in the range of", "about"),
    ("somewhere around", "about"),
)
STREAK = frozenset("consecutive straight successive running row".split())


_BOUNDS = frozenset(
    "than above below over under past exceeding exceed exceeds exceeded topping topped tops surpassed surpassing".split()
)
_MOVES_UP = frozenset(  # "ticked up to 5.4 percent" bounds nothing
    "ticked ticks tick edged edges inched inches crept creeps nudged went goes moved moves shot picked picks bumped now is was "
    "are were back climbing climbed rose rises".split()
)
_TAKES_OVER = frozenset("hand hands handed handing take takes took taken turn turned turning carry carried roll rolled".split())
_ENDING: dict[str, list[tuple[list[str], str]]] = {}
for _phrase, _strength in STRENGTH_PHRASES:
    _ENDING.setdefault(_phrase.split()[-1], []).append((_phrase.split(), _strength))
for _word, _strength in STRENGTH.items():
    _ENDING.setdefault(_word, []).append(([_word], _strength))


def strength_before(words: list[str]) -> tuple[str, int]:
    """The strength said by the last of these lower-case words, and how many words say it: ("exact", 0) when none."""
    articles = 0
    while articles < len(words) and words[-1 - articles] in ("a", "an", "the"):
        articles += 1
    if words[-1:] == ["the"] and words[-2:-1] and words[-2] in _BOUNDS:
        return "exact", 0  # "above the $5.60 expected": the number itself is no bound
    trimmed = words[: len(words) - articles]
    if trimmed[-1:] == ["over"] and trimmed[-2:-1] and trimmed[-2] in _TAKES_OVER:
        return "exact", 0
    for parts, strength in _ENDING.get(trimmed[-1] if trimmed else "", ()):
        if parts == ["up", "to"] and trimmed[-3:-2] and trimmed[-3] in _MOVES_UP:
            return "exact", 0
        if trimmed[-len(parts) :] == parts:
            return strength, len(parts) + articles
    return "exact", 0

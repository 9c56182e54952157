"""Whether a formula shows every sign of its TeX, and no other: read by rules of our own."""

import html
import re
import unicodedata
from collections import Counter

from press.read.mathml import to_mathml

TAG = re.compile(r"<[^>]+>")
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
ENDS = re.compile(r"\\(begin|end)\{(\w+\*?)\}(?:\{[clr|]+\})?")
FENCES = {"pmatrix": "()", "bmatrix": "[]", "cases": ("{", "")}
ROOM = re.compile(r"\\\\\[[\w.]+\]")  # below a row
# blanks, and what joins two terms without a sign
UNSEEN = str.maketrans(dict.fromkeys(" \n\u2061\u2062\u2063\u2064", ""))
NAMED = (
    "arctan arg cos cosh det exp inf lim ln log max min sin sinh sup tan tanh"
)
GREEK = "alpha beta gamma delta zeta eta theta iota kappa mu nu xi pi rho tau"
GREEK += " sigma upsilon chi psi omega epsilon"
FORMS = (
    "frac tfrac dfrac sqrt mathrm mathbb mathbf mathcal boldsymbol text textstyle "
    "operatorname left right big Big bigg bigl bigr Bigl Bigr quad qquad limits"
)
SIGNS = (
    {
        name: ""
        for name in [
            *FORMS.split(),
            *[r",", r";", r":", r"!", r"\\", r"&"],
            "\\",
            " ",
        ]
    }
    | {name: name for name in NAMED.split()}
    | {n: unicodedata.lookup(f"greek small letter {n}") for n in GREEK.split()}
    | {
        n: unicodedata.lookup(f"greek capital letter {n}")
        for n in [
            "Gamma",
            "Delta",
            "Theta",
            "Xi",
            "Pi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
        ]
    }
    | {
        "lambda": "λ",
        "Lambda": "Λ",
        "phi": "φ",
        "varphi": "φ",
        "varepsilon": "ε",
        "ell": "l",
    }
    | {"hat": "ˆ", "bar": "\u0304", "tilde": "\u0303", "overline": "\u0332"}
    | {"lvert": "|", "rvert": "|", "mid": "∣", "vert": "|"}
    | {"lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖"}
    | {"lfloor": "⌊", "rfloor": "⌋", "{": "{", "}": "}", "#": "#", "%": "%"}
    | {"partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫"}
    | {"cdot": "⋅", "times": "×", "odot": "⊙", "pm": "±", "ast": "∗"}
    | {"le": "≤", "ge": "≥", "ne": "≠", "approx": "≈", "sim": "∼"}
    | {"propto": "∝"}
    | {"in": "∈", "notin": "∉", "infty": "∞", "varnothing": "∅", "top": "⊤"}
    | {"to": "→", "mapsto": "↦", "leftarrow": "←", "Rightarrow": "⇒"}
    | {"Longrightarrow": "⟹", "Longleftrightarrow": "⟺", "iff": "⟺"}
    | {"dots": "...", "cdots": "⋯", "underbrace": "⏟"}
)
PLAIN = str.maketrans(
    {"-": "−", "*": "∗", "'": "′", **dict.fromkeys("{}^_&~", "")}
)


def signs(latex: str) -> Counter[str]:
    """What a formula must show. Raises ValueError at a command that nobody has listed."""
    found: list[str] = []

    def take(match: re.Match) -> str:
        name = match[0][1:]
        if name not in SIGNS:
            raise ValueError(
                f"what does {match[0]} show? tests/gates/pages/formulas.py"
            )
        found.append(SIGNS[name])
        return ""

    def fence(match: re.Match) -> str:
        found.append(FENCES.get(match[2], ("", ""))[match[1] == "end"])
        return ""

    rest = COMMAND.sub(take, ENDS.sub(fence, ROOM.sub("", latex)))
    return counted("".join(found) + rest.translate(PLAIN))


def shown(mathml: str) -> Counter[str]:
    """What the letters of MathML are, in whatever style."""
    return counted(html.unescape(TAG.sub("", mathml)))


def counted(text: str) -> Counter[str]:
    return Counter(unicodedata.normalize("NFKD", text).translate(UNSEEN))


def lost(latex: str, convert=to_mathml) -> list[str]:
    """The signs that a formula shows more often, or less often, than its TeX has them."""
    wanted, drawn = signs(latex), shown(convert(latex, False))
    return [
        f"{latex}: {sign!r} shown {drawn[sign]} times, written {wanted[sign]} times"
        for sign in wanted | drawn
        if wanted[sign] != drawn[sign]
    ]

"""Dates turned into ISO dates, with attention or with a fixed summary."""

import datetime
from functools import partial

import torch
from babel.dates import format_date
from torch import nn

from snippets.attention.attention_torch import attend_torch

STYLES = [
    *(("en", style) for style in ("d MMMM y", "MMMM d, y", "d MMM y")),
    *(("en", style) for style in ("EEEE, MMMM d, y", "EEE d MMM y")),
    *(("zh", style) for style in ("y年M月d日", "y年MMMMd日", "y年M月d日EEEE")),
]
FIRST = datetime.date(1900, 1, 1).toordinal()
LAST = datetime.date(2099, 12, 31).toordinal()
DIGITS = "-0123456789"  # what is written; one symbol more begins
CHECKS = (200, 400, 800)  # after so many steps it is asked
SHOWN = ("en", "EEEE, MMMM d, y"), ("zh", "y年M月d日")
LOOSE = {"exact": 12.0, "w": 0.1}


def write_date(n: int, style: int) -> str:
    """Day n, counted from the year 1, in one of STYLES."""
    place, pattern = STYLES[style]
    return format_date(datetime.date.fromordinal(n), pattern, place)


def all_letters() -> str:
    """Every letter that Babel needs in a year."""
    year = range(FIRST, FIRST + 365)
    texts = [write_date(n, k) for n in year for k in range(len(STYLES))]
    return "".join(sorted({*"".join(texts)}))


LETTERS = all_letters()


def encode(texts):
    """Letters as numbers (B, S), from 1, 0 after the end; the mask (B, S)."""
    S = max(map(len, texts))
    rows = [[LETTERS.index(c) + 1 for c in text] for text in texts]
    s = torch.tensor([row + [0] * (S - len(row)) for row in rows])  # (B, S)
    return s, s > 0


def draw_dates(number, held_out, generator):
    """Random days, each in a random style; every 10th day is held out."""
    texts, isos = [], []
    while len(texts) < number:
        n = int(torch.randint(FIRST, LAST + 1, (), generator=generator))
        style = int(torch.randint(len(STYLES), (), generator=generator))
        if (n % 10 == 0) == held_out:
            texts.append(write_date(n, style))
            isos.append(datetime.date.fromordinal(n).isoformat())
    y = torch.tensor([[DIGITS.index(c) for c in iso] for iso in isos])
    return texts, y


def summary(hs, mask):
    """The last states of the reader (B, 1, 2H), forwards and backwards."""
    H = hs.shape[2] // 2
    rows = torch.arange(len(hs))
    ahead = hs[rows, mask.sum(dim=1) - 1, :H]  # (B, H)
    return torch.cat([ahead, hs[:, 0, H:]], dim=1)[:, None]


class DateNet(nn.Module):
    """A GRU reads, another writes and is given what attention reads for it.

    Without attention it is given the same at each step: the reader's summary.
    """

    def __init__(self, attends: bool, H: int = 64):
        super().__init__()
        self.attends = attends
        self.letters = nn.Embedding(len(LETTERS) + 1, 32)
        self.digits = nn.Embedding(len(DIGITS) + 1, 32)
        self.reader = nn.GRU(32, H, batch_first=True, bidirectional=True)
        self.first = nn.Linear(2 * H, 2 * H)
        self.writer = nn.GRU(32, 2 * H, batch_first=True)
        self.W_q = nn.Linear(2 * H, 2 * H)
        self.W_k = nn.Linear(2 * H, 2 * H)
        self.W_y = nn.Linear(4 * H, len(DIGITS))

    def read(self, s, mask):
        """What the reader keeps of every letter, and the writer's start."""
        lengths = mask.sum(dim=1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.letters(s), lengths, True, enforce_sorted=False
        )
        hs, h = self.reader(packed)
        hs, _ = nn.utils.rnn.pad_packed_sequence(hs, batch_first=True)
        return hs, self.first(torch.cat([*h], dim=1)).tanh()[None]

    def write(self, y_in, hs, mask, h):
        """Scores of the next digits, the weights and the new state."""
        states, h = self.writer(self.digits(y_in), h)
        q = self.W_q(states)[:, None]
        k = self.W_k(hs)[:, None]
        looks = mask[:, None].expand(-1, y_in.shape[1], -1)
        read, w = attend_torch(q, k, hs[:, None], looks)
        fixed = summary(hs, mask).expand_as(states)
        read = read[:, 0] if self.attends else fixed
        return self.W_y(torch.cat([states, read], dim=2)), w[:, 0], h


def train_dates(net, texts, y, generator, check, checks=CHECKS, lr=3e-3):
    """Adam with teacher forcing; what check says after each of checks."""
    adam = torch.optim.Adam(net.parameters(), lr)
    found = []
    begin = torch.full((64, 1), len(DIGITS))
    for step in range(max(checks)):
        n = torch.randint(len(texts), (64,), generator=generator)
        s, mask = encode([texts[m] for m in n])
        hs, h = net.read(s, mask)
        y_in = torch.cat([begin, y[n, :-1]], dim=1)
        scores, _, _ = net.write(y_in, hs, mask, h)
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), y[n].flatten())
        adam.zero_grad()
        loss.backward()
        adam.step()
        if step + 1 in checks:
            found.append(check(net))
    return found


@torch.no_grad()
def transcribe(net, texts):
    """What the net writes on its own (B, 10), and where it looks."""
    s, mask = encode(texts)
    hs, h = net.read(s, mask)
    out = [torch.full((len(texts), 1), len(DIGITS))]
    looks = []
    for _ in range(10):
        scores, w, h = net.write(out[-1], hs, mask, h)
        out.append(scores.argmax(dim=2))
        looks.append(w)
    return torch.cat(out[1:], dim=1), torch.cat(looks, dim=1)


def percent(net, texts, y):
    """The share of dates that are exact, all ten symbols."""
    right = (transcribe(net, texts)[0] == y).all(dim=1)
    return round(100 * right.double().mean().item(), 1)


def looked_up(net) -> list[dict]:
    """One day in the styles SHOWN: what was written, and the weights."""
    n = datetime.date(2026, 3, 5).toordinal()
    rows = []
    for style in SHOWN:
        text = write_date(n, STYLES.index(style))
        out, w = transcribe(net, [text])
        iso = "".join(DIGITS[k] for k in out[0])
        weights = [[round(p, 3) for p in row] for row in w[0].tolist()]
        rows.append({"text": text, "iso": iso, "w": weights})
    return rows


def date_rows(
    seeds: int = 3, number: int = 20_000, checks=CHECKS
) -> list[dict]:
    """A row for each net and number of steps; then where the first looks."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    held_out = draw_dates(2000, True, torch.Generator().manual_seed(99))
    rows, shown = [], []
    for attends in True, False:
        shares = []
        for seed in range(seeds):
            torch.manual_seed(seed)
            net = DateNet(attends)
            generator = torch.Generator().manual_seed(seed)
            texts, y = draw_dates(number, False, generator)
            check = partial(percent, texts=held_out[0], y=held_out[1])
            shares.append(train_dates(net, texts, y, generator, check, checks))
            shown = shown or looked_up(net)
        for steps, *exact in zip(checks, *shares, strict=True):
            row = {"attends": attends, "steps": steps, "exact": exact}
            rows.append(row)
    torch.set_num_threads(threads)
    return rows + shown


def date_table(rows: list[dict]) -> list[str]:
    """A line for each number of steps: attention, then the fixed summary."""
    shares = {(row["attends"], row["steps"]): row["exact"] for row in rows[:-2]}
    return [
        f"| {steps} | "
        + " | ".join(
            ", ".join(f"{share:.1f}" for share in shares[attends, steps])
            for attends in (True, False)
        )
        + " |"
        for steps in dict.fromkeys(row["steps"] for row in rows[:-2])
    ]


results = date_rows  # what make results asks for
table = date_table

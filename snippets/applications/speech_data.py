"""Spoken digits of 16 voices of espeak-ng 1.52, two languages; what reads them.

speech.npz  all 1408 words; make_words() makes it anew, with the package
            espeakng-loader
WORDS       8 voices, one take of each digit, as text: what the page needs
Level       0 … 15 in steps of 4 dB, in WORDS 0 … 5 in steps of 12 dB; the
            greatest is the loudest place of the word
"""

import base64
import ctypes
import zlib
from pathlib import Path

import numpy as np

from snippets.applications.sound import mel_filters, stft_power
from snippets.convolution.cnn import (
    cnn_forward,
    init_cnn,
    map_params,
    train_cnn,
)
from snippets.recurrent.gru import gru_forward, init_gru, train_gru

FILE = Path(__file__).parent / "data" / "speech.npz"
DIGEST = "66d7a361"
RATE = 22050
TAKES = ((40, 140), (60, 140), (40, 180), (60, 180))  # pitch, words a minute
VOICES = (
    *("m1", "m2", "m3", "m4", "m5", "m6", "m7"),
    *("f1", "f2", "f3", "f4", "f5"),
    *("Alex", "Andy", "Annie", "Alicia"),
)
SAID = {  # the eleventh word: how a radio says the digit 9, the digit 1
    "en": [
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "niner"),
    ],
    "cmn": [*"零一二三四五六七八九幺"],
}
SMALL = (0, 2, 4, 6, 7, 8, 10, 11)  # the voices of WORDS: m1 … m7, f1 … f5


def speak(words, takes=TAKES, voices=VOICES):
    """Synthesise: yields language, voice, take, word (int), samples (n,)."""
    import espeakng_loader

    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    folder = espeakng_loader.get_data_path().encode()
    if espeak.espeak_Initialize(2, 0, folder, 0) != RATE:  # 2: synchronous
        raise RuntimeError(f"espeak-ng does not speak at {RATE} Hz")
    heard = []
    kind = ctypes.POINTER(ctypes.c_short)

    @ctypes.CFUNCTYPE(ctypes.c_int, kind, ctypes.c_int, ctypes.c_void_p)
    def hear(wave, count, events):
        if wave and count:
            heard.append(np.ctypeslib.as_array(wave, (count,)).copy())
        return 0

    espeak.espeak_SetSynthCallback(hear)
    for place in np.ndindex(len(SAID), len(voices), len(takes), len(words)):
        language, voice, take, word = place
        name = [*SAID][language]
        settings = f"{name}+{voices[voice]}", takes[take]
        heard.clear()
        _say(espeak, SAID[name][words[word]], *settings)
        yield language, voice, take, words[word], np.concatenate(heard)


def _say(espeak, text, voice, take):
    if espeak.espeak_SetVoiceByName(voice.encode()) != 0:
        raise RuntimeError(f"espeak-ng has no voice {voice}")
    pitch, rate = take
    espeak.espeak_SetParameter(1, rate, 0)  # 1: rate
    espeak.espeak_SetParameter(3, pitch, 0)  # 3: pitch
    said = text.encode()
    espeak.espeak_Synth(said, len(said) + 1, 0, 0, 0, 1, None, None)  # 1: UTF-8
    espeak.espeak_Synchronize()


def trimmed_word(samples: np.ndarray) -> np.ndarray:
    """Without the silence before and after: below 2 % of the loudest sample."""
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1] / 32768  # (n,)


def eight_bits(x: np.ndarray) -> np.ndarray:
    """Samples from -1 to 1 as whole numbers from -127 to 127."""
    return np.round(127 * x).astype(np.int8)  # (n,)


def word_steps(samples: np.ndarray) -> np.ndarray:
    """Levels 0 … 15 of a word, as whole numbers (F, M)."""
    x = trimmed_word(samples)  # (n,)
    x = np.pad(x, (0, max(0, 1024 - len(x))))  # (n,)
    P = stft_power(x) @ mel_filters(16, 1024, RATE)  # (F, M)
    loud = 10 * np.log10(P / P.max() + 1e-9)  # (F, M)
    return np.clip(np.round((loud + 60) / 4), 0, 15).astype(np.uint8)  # (F, M)


def right_aligned(parts, T: int) -> np.ndarray:
    """Words of different lengths as one array (N, T, M), each at the end."""
    out = np.zeros((len(parts), T, parts[0].shape[1]), np.uint8)  # (N, T, M)
    for place, steps in zip(out, parts, strict=True):
        place[T - len(steps) :] = steps
    return out


def make_words(file: Path = FILE) -> None:
    """Speak everything and write the file."""
    parts, labels = [], []
    for *label, samples in speak(range(11)):
        parts.append(word_steps(samples))
        labels.append(label)
    example = {
        [*SAID][language]: eight_bits(trimmed_word(samples))
        for language, *_, samples in speak([7], TAKES[:1], ("f1",))
    }
    steps = right_aligned(parts, max(map(len, parts)))
    labels = np.array(labels, np.uint8)
    np.savez_compressed(file, steps=steps, labels=labels, **example)


def load_words():
    """Steps (N, T, M), and language, voice, take, word (N,) of every word."""
    data = np.load(FILE)
    steps, labels = data["steps"], data["labels"]  # (N, T, M), (N, 4)
    return steps, labels.astype(np.int64).T


def load_wave(language: str) -> np.ndarray:
    """The word seven, voice f1, as samples from -1 to 1 (n,)."""
    return np.load(FILE)[language] / 127  # (n,)


def digest(file: Path = FILE) -> str:
    """The checksum of the file: results are stale when it changes."""
    return f"{zlib.crc32(file.read_bytes()):08x}"


# --8<-- [start:speech_cnn]
def train_speech_cnn(rng, x, y, K=10, lr=0.02, epochs=12):
    """A CNN reads x (N, T, M) as images, y (N,): params, stats, losses."""
    images = 2 * x.transpose(0, 2, 1)[:, None] - 1  # (N, 1, M, T)
    start = init_cnn(rng, 1, *images.shape[2:], (8, 16), K)
    net = map_params(lambda a: a.astype(x.dtype), start)
    return train_cnn(rng, *net, images, y, lr=lr, epochs=epochs)


def speech_cnn(params, stats, x: np.ndarray) -> np.ndarray:
    """Scores (N, K) of levels x (N, T, M)."""
    images = 2 * x.transpose(0, 2, 1)[:, None] - 1  # (N, 1, M, T)
    return cnn_forward(params, stats, images, train=False)[0]  # (N, K)
    # --8<-- [end:speech_cnn]


# --8<-- [start:speech_gru]
def train_speech_gru(rng, x, y, K=10, H=32, lr=0.5, steps=400):
    """A GRU hears x (N, T, M) by frames, y (N,): params, W_y, losses."""
    frames = 2 * x.transpose(1, 0, 2) - 1  # (T, N, M)
    start = init_gru(rng, x.shape[2], H)
    params = map_params(lambda a: a.astype(x.dtype), start)
    W_y = np.zeros((H, K), x.dtype)  # (H, K)
    return train_gru(rng, params, W_y, frames, y, lr, steps)


def speech_gru(params, W_y, x: np.ndarray) -> np.ndarray:
    """Scores (N, K) after the last frame of levels x (N, T, M)."""
    hs = gru_forward(params, 2 * x.transpose(1, 0, 2) - 1)[0]  # (T, N, H)
    return hs[-1] @ W_y  # (N, K)
    # --8<-- [end:speech_gru]


# --8<-- [start:words]
WORDS = """\
vZzPj11Hdt8/p9mnqmdaohzAAgyMVI1h1RX0qnrc7BaCzMzGAxowewKkn4ywrwxY5CaDbCIvYm80tGGz
NUbEGS/cWky8CwwhlAmoRQPiefJccoBBAiTIGAxCFg3efyeLe1//IjUSyW7eBdGvefvdc6tOnfM93++p
gq977X6/ba/tEAByEvD9lvTMNFdY90kwQzEDKw4gEaOlGb9SZgGxX1nsOb+rNMJK9Jvl/W0JiAdTMLPa
qwSwFG7V4UHPfV1f2FwCUMiCwMvASlooXtI6GfAg+7cHgORC0IS9Kdbz2VoEW8QJYADc4YSvS2179cZ/
2EiezoUiny1W8h0POElufCgEHQcVMIxOYjVzERsN9ydr1XqZtjvDw30Du29NobrkuLcc3EJ/h1iKl12d
CtwDiApkYDBReyWSBYfF5xuf1el2e7YpLjUAca2drWnC1D1KPotrkGRy1GOSAjgCBAuABoahqgqseIMw
/Ik+rT1bq2XabqRSxs95++yaRAQe5YQr3uFmoz8plgME0xDW1YcAIH+AJbnvaHg9AoFIIIeePt1TJU5m
CvTPOF7n27a98SrQZAew9cXkbr1YKPI5aEZQFBQ1A8wuzGLY7ftf3O8/0J890kvvtO+0Z0MfCCEL5d45
ED/6YQfY8tP797eA5Ibxard8vdikbHspuSyAqQtBMdWO3qyrE372T33vEFOgIq5cXn/DyYpvQHLjgKBq
phjViMF+UoeZNE7j2r3/95/tTHMiY6qAM4AaINUA9L0GcxGQJBBiX7v+6uJf7iz+5eW2vfaqUrw8ffz6
7uqCFEMkLAB1c3XdQhZy8P4Ca00Thjk2BYJDwYKmL5Lo6wLFlMB75yQ5+7liqKmiruvUYeYOnvQUq+Dm
H7btzqtMCODXGtJH56azmGaFCOLABMhNUBfuiBqdp4/4qMJFFgObK7+IeLljiTemG6vGHecdYD2VDmro
YIZWzGl8+gX6VfnAoeAW8AmfhJDOJHGp4ADZnyNDkGhICFtVL9j/uzuBW4dyhZ6Opw3XZtte3dlrKVon
/zWXm9FSyqQMiMV5riKhQYOZEiUauIiRJJy8QevTtt0xesAXYfetAtXlOzxw1b1hSizFs6tNA/cSztB5
auoUTL0SqEN2eM58sN22Z4snFYB+bVsyydmb9przOSeYqYPgjmZrdUagYoSEEkzHeYy48Pz5KRWXGgfE
5e2za4JI8PebJskxM1gOgQUjREGaXRdWZPc1UewXCugMhy71/cOu3u4xwEFFnhNffPraoc9fTHyNJRYe
kYeMPb9qjbWPwfr4t//NPrhP215t2wWLOiKl2yqpPDwUZitPhdTatr22t3jwefvsunTOu/I3rx2CWGrQ
Wxeiq/2DR8pNes3J1KPbRZpc1suKuonzCZysDE4WagxG1H5Z67d+dUc53Wv3/t9/9qNpTgkM3U/XMSLJ
AnBrP25Zp33/n/677dywncvt1Z0zpJKeA63dfOXS+lk3WUCglIZwcamIFBea0JSHOAgEAVJEE2uhm4jp
chDF35pYkZ89wNQsgDlRVaN/xkV5vW2vfnjGAJx4lIeTjTphwh11xQlmBPDMoWEAOlU6wFkQ0kp8XYPE
iS9yh4v48rvFIM39PXZ9xYwQZkHjyUzdzcusC3iEhCEkyeLSeUdKfinLk6C0o3YAvQuqu7/3cALhVP1r
jP9SqBPL/k++7UC84FgRjDTbv7OnEyN00od5JjeAGQSopBO0amu9ba+d6apCLh6uNAITStj9A2KWiwlX
HJzzXuquKzIAJFO6YVC1RjAcQcMQ2p55fDambdvmgi8Cxr+bng2zLvF/882UkofkSPsB5VBhMMJyUGws
ATQFwvyu8Mz2vN22riS8APXCVrtSyI7m5jddScmNz94HF8NcdUnWnAUz5Z5DuDcxJ7UPhMGSMIMaZ496
Ai/1bgR6z+ZP7Y29w/bGYn22LDc1S2qEQBrroYqZRetrX+ODXn/yLds7t3m5ffdqW2uHkjz57+6Dk0Mj
m0J4GqR23J7Urq5aaKQp758hjQEgDEVaDF0yYlep/9w/mACRxEzJa9M/XBeXf+j8ok9JMkaoHSFA0FiN
vz3Tu1Ncpfd/+vneN5uEw6saPQZOLJBkFhQdqva+QiCYhYDVcOn//Gzn1f/4btu2V73PZftpc/vN772/
veEQIGQg6MvZk704LVmcx8nhImioD8xCNpGqASwK8MCFhtd7HZYiQUKnSejcMxVRu9/fbq/tYGZAWoB8
+98/7J2QexWYATKiGMvZFFJFjZVkIBYCL/UBt2w/hyIz8SlNVxtcU4JZ6EOwOGR5NS5WO6H0fn0h7Vfx
cmFlGCzZWigi+TwOc4cmR/a5DYDdiYQqn63FhJ07VEPZiVcFW23b7lw+i1T8zSKfnEm+yd7Ny2nFCG4M
ZZNgCgHTznWY+Rog2SnYVUppLx+a/8vbDdGDPdLKihmT6Trsrnnn0k2cGGqBgBGICjEf1K3PWw+UaXs2
lTHK6r9uH66pOou7vwBxpDzknrAf/xOgAyuVDuq5OoSxYUxHrBGebnFul7LdLuUyBxClnd21tcbpzQi5
gQSTg4QUINHAZIYL0aym3bWUZPcBDvsFBgoCL3UhBncfF3Sr94IpFoxnTO3n327bG68mSMkpbnJp6eLd
LpZzfHSdnBvmodeAGgyL1tWf9/Yo8oHuPuJS277TnqUP1H5NmP5LDAhcDEMufRpT3t5ur354xpHcwI20
/zM/7NUVfvKqI0s+sq6qVmpN2E/t3rI3IoIoyPRsEZq8NOuSORlSRwyoQt91aP1nY58bOqWifffBX+x9
Izc4CGrAch3rI6EGEjNVwWIkDiyaYtR28a9/zaW2bdvvZUpeeIrnXdlcFfAk2CJDXW8gpZmDIglggiMd
emEHWI5CpwTcPZ8z//scSg04DKwaD3ucBDsyTF8n2O5+0O7Hf0kCydY8uEn5kzdlfPh+Jm5QJmk/OcUc
aoAYbb7eLIC7FTQnCeGLnLaL0DRFjIAxi7UHAkaM9dmqgvc+WEieBhwkwZMcAhlBWBdPmg6DluUoeAQN
FYwYgD73umzx7sRxyxBAwjzC8PzMVdu21z78o7MX7lrg94v/dQ5CcfiUhpoL04FtGxQC2w9alUgf5orG
8CYDqAwXwEJ67lrquD7wztRRnfN6T2f4ukZoisAke7jvsmCLLhhACKgJ6MCGH81MT7c827LetgvZS3YC
1k3bWTaHTSxmcTm5hBzM25Gv1/Fn2Qf9ASzO+amwXyfgwJJ9xXymjVzaVnIRyCiptLNcEdbqRIrkjByJ
jEff2UGsCRwTQHo08QCTQToxGExQDbOqpg8f9dT0MsvQj6vqaVHuZmnbqx8kIUkDhKatWfoG5dabKTXl
se9Tpe86u4fVB/Zor97PM6WUadlesKj0fSFt91EToKpPa9Pj9cBGsV58Ln+9KG5kqUZoqgEwNUOtVuz2
o9sPGqEGICaktNMiNCW/ngTKwZdG69VU6z/0F088/j/66d7eG54y4tyZVp2vPouKSlAcUXHQQ0SVbBi1
C672P7vR/eXOpN14++rOAqmkJ+OO629dKkuSSA2aAUu+kRBKciE3uJQbFJeODnw48vMCplFATAPN7iLL
7Pb7t+kAhAIh+dpPjj/f7Devgutte3XnzICn8YDFs5JcL3LOZZH5DI7jogTnGOvIemGlqxA06KCtvGQ1
EWZcSI2IuMkbPywLw4K1QIVgwYg1dFilC0GeqyjYvSKbgxYsNFwQl3wCMs7hzuKFUtITVNag+4InFuhz
dfA6RwjbE0Ydl9p258aPNhDt3SzLrWVxyY8CtwWSDLzPwG0boEM9aP1Iu4DOxbjl8FxZamu7ba+d6Xog
F5nzQS6H3TchQzI39RBLxnYX516mI/8yhrZwGI+HeaDutPZPrYC2pW3bN4qQPWBhtbUcVEwtNpKbhmNR
+Akr5FA+qpgOgnE3lz5xX7MFYJ+fwose8EGgHy2n4huBx0h9DYAMlVwiuuCG+siqBA4JJ6PQWaP21sdI
zT4ClWTEZ6T7Ntu23flkAGeD/TVbz2zC7kRKdmOWGoFhCBKJ2mu8Z92tnlt9kHahFEg0M4saQijkaVRw
9dE80X6lp7VX22t7iwf3tRtZFFfK7m+7cVLnYDYoODr6vrf+UaSqosI4gkj5MykBlxuSx20N+d4iBOyR
xWC7fR2iyenUA49+urf3Hb9foo3BqSoIqjDrdHS9kXeMAYJqbzdj138WmkvCj8V9DX7ory9vvb3tcQlw
mkDXkzM3bfKKTwBFLoh8WbG4YlgUBCNAvYgKpoR9fQcidJpr7UZ/3GdCHivcr6+O8X+cwSSTAun2mn89
4VhxQBJpjq63hKBp6EtwHapuZPAciAUGMfFfDYpFl2TqX15SmjdWvYUIiNaopsE6C30/8h1Po6eMniUk
T2SgHweFJpP9ilsiwXQYzCfNhgawLoz/vVz1lxF204haFB015wFj6rOvz1bWJEzcouf3XJImkSTlY4By
+GEGIUQbf1MD6uIhJstA4igf6AWU3fufdre75+KDpu3OOPMJ3ru8nalFSqjLfTRTl5pVz2xy3kv8B4ew
9TpywM93Q/XEH4BhakP4/fr1Z9oopW2lKTLA/dQuRVcl1W8aJeERMglw7glRP9jxdD3QB7Z/ox37g/md
T5DaH+8P2tASHX/XVJdHDNS4w1XJY9nopQ56J4NrOTrPKI6G6hNjVrcBlQOT1zsLk9iFoGkWwTo42t7x
VPVAMELT9nmll7sx7b4pTRlw2kE3mg4JsWJqsdrAfdeqgRrYbKU5Sx+pNTvySgV/tw9jufebAm7bttc+
XBwgIcB0I0m/5prCq66RnA8Gze9P1W6c6yXdcu1rrwLYAKBTEpy4rezJ4pKAc0bfGVDNOuI/18nYtYZA
Z6Grz1u137z9yd6HIA7vIDHOk6lLVCPNM7nCfE0q0OuYXi101kUw41G0PrrcSn4Vipe9b1xa35AkYc5M
JhKB7VLQYqk6EZw0LEs6KuwfHve5x26uQJ0QHGGGECb7/oUB/dxuQgchsV8PWHgcNP0GPuHmO+3VG6+O
+SAHoLt0h2Z32YWEHzzLxhTpABsnWTBjNjwrKllVuYACTiPeu+yC96uORHLQ0YHRBaophI4uDDDh2a8P
l1LrvRv07YDDA5IWkodcgLKAP2giDYdG2KINYLGnn8wmuFujK7D/7wkhj0t/vrPz6Y9We6x3s9w8dOJI
o1Pb0Ug3kB79AHo6I2AGgdnADzHvhAnPyMlfatt3d/4pYI00EOIfrXpI5oJddOQ7CVyRsR64pZmhS8dc
Fw89MIwBdxAyxiBnXVf7vif0/eJTGvX+atu2382SRlo+by9QI0RS9mOkOZbV5XEHP0gH+8gnhsMS29eZ
znenbdueKeQswDLSLi3bRMBPKIMN7lha2LesonNiMaJCtywjQBtGaWhvvaPU2HU9qEMtgRsasJ6Nf7za
7uwtsgYJ62B7lkSTC97OOZFyFNsCgb7XGHexrl+sD25zaSNtLYBzaDXDNu/m9ZWgzs1eoxvEmN9kW3vt
8s7eNwVpCDGStjfWZkFdaT76ljvWpxHGlNRbsH6xl16tUyHMBzRPS0nJuURyuDwuheGPHtU+2s9jODTc
1o9p9GT14tuf7l1ZJfmhliJaGOKpgxAMF+MBM8nAyGMhoLt9uP35nkyX+NMzNGX6Vf1Dux+80bZvhwTN
IKaHLJ6J83I3O4/gigkIpOPl7+jQ1amjqoHVAfDb4fqzAjHNun5O9QVs3nf9zNen//aVa0vjq8lG4/Ms
SYAojR80kzGLkCCBgtaBBA9DT6RWVWIghTT87ua50+4EO1L/yJ9++A3BIeAzuVQljeGhHHSWDsqj7jPT
EXsx9u09+KOd7yw0g0XuAPjKPOJZ6JbRgGLE2kdL4SSp0tXttv3wjAfvDMytv+Nnda1x6W++Rb6A46Bp
lOCgw8BmoEke3FHPJ4uDxSYBwsrpjdRm++7VG3uYB0eF9MrmkiEXkv94Ec+QSgLAxWMIy4WxeDhZPuEK
l4TsScLmQsJRyA5REYc2zZ2xIrDDWE+w0cFe5CL4+JXvvv9KNjySZpeERGyc5I8mpIEF0pf7Sl4nQH4d
SPe6odMnnbQp0+2rN/Z+16U5FsqC1OUApF/2i9aLZMKYvw5mdIgzXuehTp+97epp8+3O6kbZetuv/nIt
5d9P5Ri2OIAliVFmqc+e3L/syqVst0t9rz4BlY+/U5LEoucbGp8lBJ0Y6FY1zVMBeIjCF2OkVYhjcDkh
f/qt777/Sq4UIfl1XPLRe485HIPIcqRlyQ0UboAQglZVjQE0cbu3fe70heWD9z49szBw7dnhizk38pPk
oU+HC4ARBzcTXuh1/8FffLCwkEjz5BQO1fcKZtSOUMOiUU8BDx3v/yjt0sN+rSH/zbdHAWnQtI1AsJEh
d3auTmT30/2iU19A+txsL//5jb0mNDi0U/IrecM6CeSPlXkVEQDWjkDi03W36wubZ0lT8PDbuARNEXGR
3Dzx4XrUqPAC8wGsCunOFiXxO15yHvagLZmSf9kb/HIR4JEpp7uzhvx2u7P3g4Zm9PnkHSQz6Df6SK/Q
mKM/NH6jPQ/tmSvjZ80H7UbZevtu+WIt5QvT9LimHg5Z2J/SeJVytV3q++gKuFo//o5Ps1jipZKknIfA
Gh2c7ztSWcHY/EcUdsM+HAmmzxHYbv7Wu1vfc+A9yJZ3SdTh0krG4fQJhLztEwcGPWZVUxzYZNf3Ub3F
r6YiT+66+Uq6cWWYt0SBwgV3Z56phMST8KIhevrW3f/s+zvfWUi+NMcYDwMNQTCNhg5tV9ROLZ48Etrv
Rxz3q+bt1a6/6JvGf0IzEIb7vt7p/sypYnJr0qvceo30gtbjtXd39r45c5IIIZL+WNYlLJukj77tyuMr
c6A1GfL9qcXbmzuyLnhHA0mSSPPysCciNSJjIxOH5IZwrGB5IYjovR+9/8a1RsgZclpN4u9lkBJFVshU
SEEDWw+7ADMCzCJAtRcZ/9frReryQC30++w8HpVDW93SkOD1BRXtl669s73atG+nckGSL40IOA1PTAPj
p5PPUqmU7Xc2at+lImD1P18pjppnk/WZK1Pv7nJBTEkPq4GPBh6D/OCIVfs9dc/KDzWvvIsHKWxKwaW6
RkgESWBpELwGhU0xrMOhXszoAoQ7VMUgEphkesXJi64HNj8UCWlsUsaLCEiQ/Sw2nFbAioZ93fE5d0p9
TX7h/t6fvZUTOa3PaeUjuDEGlufQLHSm0B2IoCfPD4kLKO7d7f9hVYtb+8mruGG3y9gVf/jRFkzgd/4X
hb8/E6vyAuDtZvtue2Pv4OU3X0nFkN/xfHIGyXXodDjgcTn4HJKdvG27V8h+aFpIm5LBzjuXBxLDLSaO
FclPqgbgmBB+8teHzdkWh0ueLP+G4uqbDqQ6SFmAO1/EiDujCkuLwJ1HYc5fnZpledpe+/QHXp0LeAgq
ZJIwM17uH9jeN2csIVSCQhgYbtUwtJIFNLygFHqQD95ab364sZok0ohLQlo70sU8MkUW5lLt6fNDD2Pp
s3SpTMUJEwxS7eCHMyDNULh7TmHclx3Hmv4r4/1bZ99/xZNFGHoCZCIgySdkNmnSoF8c+iL9kuoogiqd
dTbXXStdtFRqVEat++BL9LRCx943Nm/8loQBQjjBCYJPCcGxDENr4ZF1OYrFLwZr7N3+wbVXFsSXgQ86
tLvzwKJfoUEVgtoyw7jWru9ONv7P9YF21erEN+mj36Ph0GY8A7UgMBz8s0KgJlToo3Lr10zcCxmvI/qo
wh8vnAcnLs++TfmSSp3DanM9Cfx/hUtC8mTJW7CCvUTjKNIkmMhLOFOH4fnSrZ0hBAg4iMHGVFFPK6zd
vLK9edmRvAfZlIS8vp5V7k5IpJASbNEpqXZGmRngFwH7hU1OK/7v7P2gDEe/BFBJziaCGesPH4SZpr7w
pkMcxgWApPudaWPCPKH9Pl8z/l+eLqVSmmlT8nBqTfLHp/bA/zWOJ6ydGh90xeNjY2tlpcmppBU2RXWM
+rOgmp0q5EAiVcKgaB+yJz3d8SYff39783IeRfRND0SXyLMs8xN8Vg7ttt/f8D9UH0ObgA2bHAaVgN5Q
kL4DbzEeK485aU7+5ltcuz6ciZEcjuK+4jSQA3JjaJOpxG73gdbPb5/O+vz8+l9dftkVf+jN993LAO1H
1r1DAxoI2h2Cj7Xv7/Unc1bH8X7A0hbr15riZq+RQnOAr21u34DOAkqvEWIcwAiwMsz7KZGkm+3lqzf2
mlBGfSC9ZUuoyEK5pXIwhZPRpeYVgAw2z9X358cXbHhJiFBeJkFeShnEO0cIiDwpRH0Z1pk3qInON0+f
ZL1yfbpwbXXcnRU2EuVhLkAUfBrYq5UO0kIXhvif7i7uh7Nh/79A/7n2/QlG3SN6MZCFoSfOLq72j6hi
E5lH/uMhf9jPut/EefJDdtTfrl5+e9Vvl6XpL332KcsTtpMcnWAb+iPh5uf9vdvPuz5TKduXN2rfMfBB
710plu7lu3HDOS9L7g6yBHA3AD70kAJGmQH847ho01iljE2HCl3Ux/Tsj79/qbnWjO+XcoPjZRyWZySn
SRKWcYg+8fUfW1NqI3dhYDrv7aYOba5Y0OnYa3d0m9Kp8EFL7FzB5nOXskt+OAvvNzh1ALVDomffU08o
3j4WTz77wV99TxpfDrrm9cgImzHRrmIYF4bOnTocpjN3fz2ZVpjN9ba99gEynNCXQvP2xt3Yl+zze4s4
Do5W7PQgmNYx6feuS8RJl8fZDM911M9X4rP2naufvkaQcSvSny5Nlkgkkc9SkuSGjVDpywPx1z8TY+8M
62MzXBEybCGOdBbvgBURUxIuHAQHOTyN7mCb7vj56GQNLX3gGVmO+3v6+f2TRrk3v/9+c03AFSAtpNTc
WxeX3DkRcQ5WmIYusikdlIcKPFQbukxwF1Eh1Y4unsBWrrLd3tj73VlqIIlSE05ChhDSUv8oPZRZv8BX
Qf06CtiGmVK72lP7U0wGl65dnpZmY73Z/n3xfq18GWS1g2nt4pDcaw1Pz4DnUn7cLvW9ugxU+/itElzI
Dy+uS26Sdy7huQOeHlwHFAuwaQMVVMmigC3OyZZDAcV1/Rxwxqdq63jv+vSNa2+LJhzkxpO6zHK6O7nr
UhLEHV5xh7upxsOBw9htbsN5GAMsWzENJDKP+jDu+rRD5wCdLH8rP/70neH8VBFHanCk5I4VAAdSXjjM
go9DZbfv93t7p12F3vz8+l/tnHXF54FWPuiSGPhAHeuDYDqCoHiiMt48vh7U76sSUikNn4Ac6LChm0/z
/NzRgEWFWmcqg2l3Eko37kg++evPr+3c+HzRgfMzENb/ZS30y/LSmp3DHdtMfugwahn7h5yd2Nbx3Q9k
a2OaHMikLICzLZ+FgmQgDU2u8/FyhOPPDY/HPDt51X3vOxs//t4COXnS7Dw4Jj4h5sjMAB3w5MuhBnII
UCKMMM4Geyq3H5zrb587SX+7+une0GKQx61ADQmCsn6z11vLTfBHSaD9+HKkGzecfsPV1Z22LaWs5/Us
RZrhiMsnXTqX0cataGH30f2f9/efm7+dttfaL/r7Opy2z39ZFbXk+/M+ZbdOUldAhw26uVZGqd/rQX13
uOlqaPG3oLWL/x8=
"""


def spoken_digits():
    """Levels (160, 29, 16) from 0 to 1; language, voice, digit (160,)."""
    packed = zlib.decompress(base64.b64decode(WORDS), -15)
    threes = np.frombuffer(packed, np.uint8)  # (n,)
    changes = threes[:, None] // np.array([1, 6, 36], np.uint8) % 6  # (n, 3)
    changes = changes.reshape(-1)[:-1].reshape(160, 29, 16)  # (N, T, M)
    steps = np.cumsum(changes, axis=1, dtype=np.int64) % 6  # (N, T, M)
    language, voice, digit = np.indices((2, 8, 10)).reshape(3, 160)  # 3 × (N,)
    return steps / 5, language, voice, digit
    # --8<-- [end:words]

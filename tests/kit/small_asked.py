"""Small questions for tests that plant a fault in them: a guess, and the three at the end."""

CODE = "a = 2\nprint(a + a)"
ASKED = """What is printed?
{ .predict #sum }

- `4`: two and two.
- `22`: this is what texts do.
- `0`: this is what is left if one is taken from the other.

"""

SOUND = """## Gates { #gates }

A forget gate of 1 *remembers*. First comes the forget gate, then the input gate,
then the output gate: 0.72.

## Still? { #recall }

1. What does an open one do? [Gates](#gates)
    - Remembers.
    - It erases.
    - It writes.
2. How much is it? [Gates](#gates)
    - 0.72 ± 0.01
3. What comes first? [Gates](#gates)
    - the forget gate
    - the reset gate
    - none
"""
ORDER = """3. In which order? [Gates](#gates)
    1. the forget gate
    2. the input gate
    3. the output gate
"""
LAST = SOUND[SOUND.index("3. What") :]

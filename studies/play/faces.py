"""人脸和别的图块 · Faces and other pieces of pictures."""

from pictures import show
from skimage import data

x = data.lfw_subset()
print(x.shape, "100 faces, then 100 pieces that are none")
show(x[::25], title="four of each")

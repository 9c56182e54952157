"""两张照片 · Two photographs."""

from pictures import show
from skimage import data

cat = data.chelsea().mean(axis=2)
camera = data.camera()
print(cat.shape, camera.shape)
show(cat[::4, ::4], title="every 4th pixel")
show(camera[::6, ::6], title="every 6th pixel")

"""Networks for images: from one convolution to deep convolutional networks."""

"""The figures of the chapter on driving, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.applications.driving_env import (
    HALF,
    road_camera,
    road_light,
    road_make,
    road_place,
)

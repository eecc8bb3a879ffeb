"""Tells a loss from noise: one alarm loop, its calibration and what it can see."""

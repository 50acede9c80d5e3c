"""Hypothesis strategies for values of this project."""

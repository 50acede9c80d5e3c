"""Hypothesis strategies for what our packages exchange."""

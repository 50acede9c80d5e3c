"""Runs Terraform in acceptance tests, with this provider and an account on a simulator.

Holds functions that run commands and parse their output. Must never hold a test or the expectations of one.
"""

"""Runs Terraform in acceptance tests, with this provider and an account on a simulator.

Holds functions that run commands, parse their output, and compare the account with the state. Must never hold a test of
the provider or the expectations of one. The tests here are those of these functions.
"""

"""Runs real Terraform with this provider against the simulator, for the demo, tests and benchmarks.

Holds functions that find an engine, start a simulator and run commands in a working directory. Must never hold what is
demonstrated, asserted or measured. It is not part of the installed provider.
"""

"""Rehearsals: a real Terraform that runs this provider against the simulator, for the demo, tests and benchmarks.

Holds how to find an engine, start a simulator and run commands in a working directory. Must never hold what is
demonstrated, asserted or measured, and is no part of the installed provider.
"""

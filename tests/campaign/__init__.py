"""Seeded runs of real Terraform in which something goes wrong: `scripts/campaign`.

A seed determines a resource, an operation and a trouble, such as an answer that is lost or a process that is killed.
The operation is applied while the trouble lasts, then applied again without it. Afterwards the objects of the simulated
account are compared with those in the state.

    scenarios   what is applied: every operation of every resource
    troubles    what goes wrong
    seeds       seeds on command lines
    cases       the case of a seed: a scenario, a trouble, and which requests it concerns
    templates   accounts and states in which an operation starts; each is made once
    run         runs one case with an engine and a simulator
    attempt     a command that runs while something goes wrong
    service     the simulator of a run, which can crash and start again
    disk        the small disk of a run, which can be filled
    traces      what a run leaves behind: secrets, files and processes
    verdict     what became of a run
    table       the table of all runs

The tests here are those of the program, and a small sample of its runs. Must never hold a test of one behavior of the
provider. Those are in `tests/acceptance`.
"""

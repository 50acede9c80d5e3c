"""Seeded runs of real Terraform in which something goes wrong: `scripts/campaign`.

A seed determines a resource, an operation and a trouble, such as an answer that is lost or a process that is killed.
The operation is applied while the trouble lasts, then applied again without it. Afterwards the objects of the simulated
account are compared with those in the state.

    scenarios   what is applied: every operation of every resource
    troubles    what goes wrong
    cases       the case of a seed: a scenario, a trouble, and which requests it concerns
    templates   accounts and states in which an operation starts; each is made once
    run         runs one case with an engine and a simulator
    verdict     what became of a run
    table       the table of all runs

Must never hold the expectation of a single test. Those are in `tests/acceptance`.
"""

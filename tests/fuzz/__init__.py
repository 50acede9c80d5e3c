"""Mutated protocol requests, which the provider has to answer in an orderly way: `scripts/fuzz`.

A seed determines a round: an account, and a number of requests that are valid or almost valid. They are passed to the
functions that the gRPC server calls, in this process and in virtual time.

    account     the account of a round, whose objects are those of `tests/stitch/stored_states`
    samples     values that fit the schemas
    requests    a valid request for every rpc
    values      mutations of values
    messages    mutations of requests
    order       what Terraform sends before a request, and which requests it does not send
    answers     checks every answer
    rounds      runs the round of a seed

The tests here are those of the program, and a small sample of its rounds. Must never hold a test of one behavior of
the provider. Those are beside the tests of the protocol and of the resources.
"""

"""Provider functions: computations about Stitch that a configuration needs before anything exists there.

Pure. Must never hold I/O, the clock, or anything about the account, as functions are called without a configuration of
the provider too.
"""

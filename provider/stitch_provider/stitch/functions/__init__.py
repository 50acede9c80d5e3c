"""Provider functions: computations about Stitch that a configuration needs before anything exists there.

Pure. Must never hold I/O, the clock, or anything about the account: a function is called in plans without a provider
configuration too.
"""

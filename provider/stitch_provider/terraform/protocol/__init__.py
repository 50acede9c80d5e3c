"""The plugin protocol: the rpcs, as functions from request messages to response messages.

Holds conversions between protobuf messages and the requests and responses of the engine, and between exceptions and
diagnostics. Must never hold transport (sockets, gRPC calls), plan logic, or anything about a provider.
"""

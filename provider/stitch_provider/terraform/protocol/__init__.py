"""The plugin protocol: messages in, messages out.

Converts protobuf messages to the engine's requests and its responses back, and turns whatever goes wrong on the way
into diagnostics. Must never hold transport (sockets, gRPC calls), plan logic, or knowledge of a provider.
"""

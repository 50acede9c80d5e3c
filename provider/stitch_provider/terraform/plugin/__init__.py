"""The plugin process, which Terraform starts, calls and ends.

Holds the handshake, mutual TLS, connections, the gRPC server and its auxiliary services, logging, and the end of the
process. Must never hold values, schemas, plan logic, or anything about a provider.

Terraform starts the process several times per command, so its start-up time matters. The handshake line is printed as
soon as a socket listens. The modules that `process` needs before that import almost nothing. Everything else is
imported while Terraform connects.
"""

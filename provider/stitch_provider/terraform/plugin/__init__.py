"""The plugin process: what Terraform starts, talks to and ends.

Holds the handshake, mutual TLS, the gRPC server and its small services, logging, and the end of the process. Must never
hold values, schemas, plan logic, or knowledge of a provider.

Start-up time is counted several times per Terraform command, so the handshake line goes out as soon as a socket
listens: modules that `process` needs before that import next to nothing, everything else is imported while Terraform
connects.
"""

"""The engine: everything between a decoded request and the code of the provider, with one module per operation.

The module of an operation has a frozen `Request`, a frozen `Response` and an async function named after the operation.
Where the protocol streams, the function is an async generator of frozen events instead. A request has values of the
schema's object type, `None` for a null object, and private state as the bytes that Terraform stores. Errors of the
provider, reported as diagnostics or raised as `DiagnosticError`, are in the response. The function itself raises
`DiagnosticError` only for a name that the provider does not have. Other exceptions are bugs and are not caught. After
one during an apply, `apply.unfinished` makes the response.

Must never hold protobuf, transport, or knowledge of a provider.
"""

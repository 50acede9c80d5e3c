"""The engine: what happens between a decoded request and the provider's own code, one module per verb.

Every verb module has a frozen `Request`, a frozen `Response` and an async function named after the verb; where the
protocol streams, the function is an async generator of frozen events in place of the response. Requests carry
values that fit the schema's object type, `None` for a null object, and private state as the bytes that Terraform
keeps. Whatever the provider reports, as diagnostics or by raising `DiagnosticError`, is in the response; a verb itself
raises `DiagnosticError` only for a name that the provider does not have. Other exceptions are bugs and pass
through: `apply.unfinished` tells what Terraform has to keep then.

Must never hold protobuf, transport, or knowledge of a provider.
"""

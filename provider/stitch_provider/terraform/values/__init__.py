"""Terraform values: types, unknown and null, sets, paths, and their msgpack and JSON codecs.

The Python values of each type are immutable by convention and never changed in place:

| Terraform | Python |
|---|---|
| null of any type | `None` |
| unknown of any type | an `Unknown` |
| string, bool | `str`, `bool` |
| number | `int`, or `Decimal` if it has a fraction; never `float` |
| list, tuple | `tuple` |
| set | `SetValue` (`frozenset`-like, also for elements that are objects) |
| map, object | `dict`; an object has every attribute of its type, including null ones |
| dynamic | a `DynamicValue` (type and value), `None` or an `Unknown` |

Must never hold I/O, protobuf, schemas, or anything about a provider.
"""

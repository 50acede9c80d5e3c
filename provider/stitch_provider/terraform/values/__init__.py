"""Terraform values: types, unknown and null, sets, paths, and their msgpack and JSON codecs.

How a value of each type stands in Python (immutable by convention, never changed in place):

| Terraform | Python |
|---|---|
| null of any type | `None` |
| unknown of any type | an `Unknown` |
| string, bool | `str`, `bool` |
| number | `int`, or `Decimal` where it has a fraction; never `float` |
| list, tuple | `tuple` |
| set | `SetValue` (`frozenset`-like, also for elements that are objects) |
| map, object | `dict`; an object has every attribute of its type, null ones included |
| dynamic | a `DynamicValue` (type and value), `None` or an `Unknown` |

Must never hold I/O, protobuf, schemas, or knowledge of a provider.
"""

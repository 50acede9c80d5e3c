"""Schemas: attributes, nested attributes, validators, and the models that give a configuration its Python type.

A schema is data: what an attribute is, not what is done with it; `engine` does it. Must never hold I/O, protobuf, or
knowledge of a provider.
"""

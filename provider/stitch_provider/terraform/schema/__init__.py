"""Schemas: attributes, nested attributes, validators, and models, which are the Python types of configurations.

Holds descriptions of attributes as data. How they are used in an operation is the part of `engine`. Must never hold
I/O, protobuf, or anything about a provider.
"""

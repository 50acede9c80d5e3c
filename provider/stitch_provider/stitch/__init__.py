"""Stitch in Terraform: one folder per Stitch noun, one file per Terraform kind in it.

Maps Terraform to the Connect API and back: pure functions (`to_api`, `from_api`), and short async methods that call the
client. Must never contain HTTP, protobuf, msgpack, or anything that would be the same for another service.
"""

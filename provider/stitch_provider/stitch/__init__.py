"""Stitch in Terraform: one folder per Stitch noun, one file per Terraform kind in it.

This is where Terraform and the Connect API meet: pure mapping (`to_api`, `from_api`) with short async CRUD around it.
Must never hold HTTP, protobuf, msgpack, or anything that would be the same for another service.
"""

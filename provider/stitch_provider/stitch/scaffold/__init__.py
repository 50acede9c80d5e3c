"""Scaffold: a configuration to start from, for any type of source or destination.

`starting_point` decides what such a configuration sets, with values from `placeholders`, and `writing` writes it as
HCL. The command `scaffold` prints it, and the pages of types (`stitch.type_pages`) show it. All of it is pure. Must
never contain rules about properties, which are in `stitch.types`.
"""

"""The configurations in README.md and in the pages under docs/, for tests that plan them.

`blocks` reads the code blocks of pages, and `modules` gathers them in directories that can be planned. Nothing here
runs an engine.
"""

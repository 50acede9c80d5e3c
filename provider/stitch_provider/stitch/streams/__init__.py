"""Streams: which of them a source replicates, how, and which of their fields.

| module | contains |
|---|---|
| `settings` | what a user sets about a stream |
| `selection` | what replicates, what to write, and what a user would have written; pure |
| `checks`, with `*_checks` and `planned_stream` | the checks of a plan; pure |
| `discovery` | the streams of a source, and waiting for them |
| `operations` | plan, apply, read and deselect any number of streams of a source |
| `resource` | the class that both resources share |
| `private_state` | what a plan stores for its apply, and an import for later operations |
| `selection_model`, `selection_resource` | `stitch_stream_selection`, one stream |
| `selections_model`, `selections_resource` | `stitch_stream_selections`, streams of a source |
| `collection` | the collections of streams |
| `data_sources` | `stitch_streams` and `stitch_stream` |

Must never contain what concerns a source as a whole, such as its schedule or its credentials.
"""

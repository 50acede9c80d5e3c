"""Streams: which of them a source replicates, how, and which of their fields.

| module | holds |
|---|---|
| `settings` | what a user sets about a stream |
| `selection` | what replicates, what to write, and what a user would have written; pure |
| `checks`, with `replication_checks`, `field_checks` and `planned_stream` | what a plan can know to be wrong; pure |
| `discovery` | the streams of a source, and waiting for them |
| `operations` | plan, apply, read and deselect any number of streams of a source |
| `resource` | what both resources do alike |
| `selection_model`, `selection_resource` | `stitch_stream_selection`, one stream |
| `selections_model`, `selections_resource` | `stitch_stream_selections`, streams of a source |
| `collection` | the streams as they are listed |
| `data_sources` | `stitch_streams` and `stitch_stream` |

Must never hold what concerns a source as a whole, such as its schedule or its credentials.
"""

"""How long calls may take, how often they are made, and how much of an answer is read."""

from __future__ import annotations

from msgspec import Struct

MEBIBYTE = 1024 * 1024


class Limits(Struct, frozen=True, kw_only=True):
    """The limits of all calls to one service. Times are in seconds, sizes in bytes after decompression.

    - `connection`: to open a connection.
    - `answer`: one attempt, to the end of its answer.
    - `attempts`: how often a call is made that fails in any other way than with 429.
    - `failing`: what those failed attempts may take together, pauses not included.
    - `pause`: the longest pause before another attempt. If the service asks for a longer one, the call fails.
    - `call`: all attempts and pauses of a call whose operation has no time limit.
    - `rationed`: the same for a call that takes from the allowance (`budget`). Other clients of the account may have
      used all of it, and it comes back within ten minutes.
    - `answer_size`: an answer of the API. If it is larger, it cannot be read. The list of all sources of an account
      has about 3 kB for each.
    - `log_size`: the part of a log that is read.
    """

    connection: float = 10.0
    answer: float = 60.0
    attempts: int = 6
    failing: float = 120.0
    pause: float = 120.0
    call: float = 300.0
    rationed: float = 1200.0
    answer_size: int = 64 * MEBIBYTE
    log_size: int = 16 * MEBIBYTE


DEFAULT_LIMITS = Limits()

"""What can be set about a simulator: options at its start, switches at any time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import msgspec

Plan: TypeAlias = Literal["trial", "standard", "advanced", "premium"]


class Switches(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the documentation is silent or contradicts itself, which reading holds (reference 8.13).

    `plan`: the plan gates and limits (reference 1.4, 4.7); `destination_limit` and `source_limit` override the plan's.
    `standard_api_access`: false makes every call 401 on the Standard plan, as the plan table says.
    `custom_emails`: whether the plan includes custom notification emails (A3).
    `check_seconds`: how long a connection check runs; 0 ends it within the request that starts it, None leaves it
    running until `POST /_simulator/checks`.
    `job_seconds`: the same for replication jobs.
    `run_schedules`: whether sources start jobs at their next fire time.
    `import_tokens`: elements of a token list (A17).
    `cron_expression`: how an unset one comes back (A26).
    `string_errors`: bare string errors as JSON or as plain text (A4).
    `hook_destination`: where hooks show their destination; `documented` is top level in the answer to POST only (A29).
    `destination_put`: whether PUT takes name and description (A10).
    `destination_delete`: what DELETE answers (A11).
    `destination_checks`: whether destinations have the last-connection-check path (A18).
    `properties_put`: what PUT does with properties it does not name (A9).
    `log_base_url`: where extraction logs are redirected to; None is the simulator's own admin path.
    `latency`: seconds added to every call of the API.
    `clock_offset`: seconds added to the clock.
    """

    plan: Plan = "advanced"
    destination_limit: int | None = None
    source_limit: int | None = None
    standard_api_access: bool = True
    custom_emails: bool = True
    check_seconds: float | None = 0.05
    job_seconds: float | None = 0.5
    run_schedules: bool = False
    import_tokens: Literal["objects", "integers"] = "objects"
    cron_expression: Literal["null", "absent"] = "null"
    string_errors: Literal["json", "text"] = "json"
    hook_destination: Literal["documented", "top", "config", "absent"] = "documented"
    destination_put: Literal["accept", "refuse"] = "accept"
    destination_delete: Literal["object", "empty"] = "object"
    destination_checks: bool = True
    properties_put: Literal["merge", "replace"] = "merge"
    log_base_url: str | None = None
    latency: float = 0.0
    clock_offset: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a simulator starts.

    `port` 0 picks a free one. `database` is an SQLite file, kept between runs; None keeps everything in memory.
    `token` None takes the one that the database remembers, or makes one. `plan` and `latency` override `switches`.
    `faults` is JSON: one fault or a list, as for `POST /_simulator/faults`; `seed` is JSON as for `POST
    /_simulator/seed`. `log` writes warnings and errors of the server to stderr.
    """

    host: str = "127.0.0.1"
    port: int = 0
    database: str | None = None
    token: str | None = None
    client_id: int = 204417
    plan: Plan | None = None
    latency: float | None = None
    faults: str | None = None
    seed: str | None = None
    partner_id: str = "oc_example_partner"
    partner_secret: str = field(default="oc_example_secret", repr=False)
    exit_with_parent: bool = False
    log: bool = False
    switches: Switches = field(default_factory=Switches)

    def effective_switches(self) -> Switches:
        """The switches with the options of their own applied."""
        changes: dict[str, object] = {}
        if self.plan is not None:
            changes["plan"] = self.plan
        if self.latency is not None:
            changes["latency"] = self.latency
        return msgspec.convert({**msgspec.structs.asdict(self.switches), **changes}, Switches)

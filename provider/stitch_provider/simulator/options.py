"""The settings of a simulator: options, which are set at its start, and switches, which can be changed later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import msgspec

Plan: TypeAlias = Literal["trial", "standard", "advanced", "premium"]


class Switches(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the simulator behaves, in particular where the documentation is ambiguous (reference 8.13).

    - `plan`: the plan whose features and limits apply (reference 1.4, 4.7). `destination_limit` and `source_limit`
      override its limits.
    - `standard_api_access`: if false, every call is answered with 401 on the Standard plan, as the table of plans says.
    - `custom_emails`: whether the plan includes custom notification emails (A3).
    - `check_seconds`: how long a connection check runs. With 0 it ends within the request that starts it. With None it
      runs until `POST /_simulator/checks`.
    - `job_seconds`: the same for replication jobs.
    - `run_schedules`: whether sources start jobs at their next fire time.
    - `mapped_destination_ids`: which destinations a source shows: the one that it is `mapped` to, or `all` of the
      account. With `absent` the attribute is left out (A12).
    - `import_tokens`: the form of the elements of a token list (A17).
    - `cron_expression`: how a cron expression that is not set is returned (A26).
    - `string_errors`: whether errors that are strings are sent as JSON or as plain text (A4).
    - `hook_destination`: where hooks contain their destination. `documented` is the top level, in the answer to POST
      only (A29).
    - `destination_put`: whether PUT accepts a name and a description (A10).
    - `destination_delete`: the body of the answer to DELETE (A11).
    - `destination_checks`: whether destinations have the path `last-connection-check` (A18).
    - `fixed_method_metadata`: which metadata PUT accepts for a stream with a forced replication method: `all` keys, or
      `selected` alone (A51).
    - `properties_put`: what PUT does with properties that are not in its body (A9).
    - `log_base_url`: where extraction logs are redirected to. None is the simulator's own admin path.
    - `log_status`: the status of the answer for a log. With 200 the answer is the log, else a redirect to it.
    - `report_requests`: how many requests for extractions, their logs and loads an account can make in ten minutes.
      Others are answered with 429. With None there is no limit, as the service does not enforce its own.
    - `latency`: seconds that are added to every call of the API.
    - `clock_offset`: seconds that are added to the clock.
    """

    plan: Plan = "advanced"
    destination_limit: int | None = None
    source_limit: int | None = None
    standard_api_access: bool = True
    custom_emails: bool = True
    check_seconds: float | None = 0.05
    job_seconds: float | None = 0.5
    run_schedules: bool = False
    mapped_destination_ids: Literal["mapped", "all", "absent"] = "mapped"
    import_tokens: Literal["objects", "integers"] = "objects"
    cron_expression: Literal["null", "absent"] = "null"
    string_errors: Literal["json", "text"] = "json"
    hook_destination: Literal["documented", "top", "config", "absent"] = "documented"
    destination_put: Literal["accept", "refuse"] = "accept"
    destination_delete: Literal["object", "empty"] = "object"
    destination_checks: bool = True
    fixed_method_metadata: Literal["all", "selected"] = "all"
    properties_put: Literal["merge", "replace"] = "merge"
    log_base_url: str | None = None
    log_status: Literal[200, 301, 302, 303, 307, 308] = 302
    report_requests: int | None = None
    latency: float = 0.0
    clock_offset: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of a simulator at its start.

    - `port`: 0 selects a free port.
    - `database`: an SQLite file that is kept between runs. With None everything is in memory.
    - `token`: with None the token in the database is used, or a new one is generated.
    - `plan` and `latency` override those in `switches`.
    - `faults` and `seed`: JSON, in the form of `POST /_simulator/faults` and `POST /_simulator/seed`.
    - `exit_with_parent`: whether to exit when the parent process exits.
    - `log`: whether to write warnings and errors of the server to stderr.
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
        """The switches, with the options `plan` and `latency` applied."""
        changes: dict[str, object] = {}
        if self.plan is not None:
            changes["plan"] = self.plan
        if self.latency is not None:
            changes["latency"] = self.latency
        return msgspec.convert({**msgspec.structs.asdict(self.switches), **changes}, Switches)

"""Terraform itself, as far as a provider sees it for one resource: it proposes, plans, applies and keeps the state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.diagnostics import has_error
from stitch_provider.terraform.engine import apply, plan, read
from stitch_provider.terraform.schema.attribute import NestedAttributes, Schema
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session

Object = Mapping[str, Any]


class Core:
    """One resource of one type in one state file."""

    def __init__(self, session: Session, type_name: str) -> None:
        self.session = session
        self.type_name = type_name
        self.schema = session.resource(type_name).schema
        self.state: Object | None = None
        self.private = b""
        self.identity: Object | None = None

    async def plan(self, config: Object | None, *, deferral_allowed: bool = False) -> plan.Response:
        return await plan.plan(
            self.session,
            plan.Request(
                type_name=self.type_name,
                config=config,
                prior=self.state,
                proposed=None if config is None else propose(self.schema, config, self.state),
                private=self.private,
                prior_identity=self.identity,
                deferral_allowed=deferral_allowed,
            ),
        )

    async def apply(self, config: Object | None, progress: apply.Progress | None = None) -> apply.Response:
        """Plan and apply; the state is kept whatever comes of it."""
        planned = await self.plan(config)
        assert not has_error(planned.diagnostics), planned.diagnostics
        request = apply.Request(
            type_name=self.type_name,
            config=config,
            prior=self.state,
            planned=planned.planned,
            private=planned.private,
            planned_identity=planned.identity,
        )
        response = await apply.apply(self.session, request, progress)
        self.state, self.private, self.identity = response.state, response.private, response.identity
        return response

    async def refresh(self) -> read.Response:
        request = read.Request(type_name=self.type_name, state=self.state, private=self.private, identity=self.identity)
        response = await read.read(self.session, request)
        self.state, self.private, self.identity = response.state, response.private, response.identity
        return response


def propose(level: Schema | NestedAttributes, config: Object, prior: Object | None) -> Object:
    """The proposed new state: the configuration, with prior values where a computed attribute has none."""
    proposed = {}
    for name, attribute in level.attributes.items():
        before = None if prior is None else prior[name]
        if config[name] is None:
            proposed[name] = before if attribute.computed else None
        elif isinstance(attribute.type, NestedAttributes):
            proposed[name] = _propose_nested(attribute.type, config[name], before)
        else:
            proposed[name] = config[name]
    return proposed


def _propose_nested(nested: NestedAttributes, config: Any, prior: Any) -> Any:
    if isinstance(config, Unknown):
        return config
    match nested.nesting:
        case "single":
            return propose(nested, config, prior)
        case "list":
            before = prior or ()
            return tuple(
                propose(nested, inner, before[index] if index < len(before) else None)
                for index, inner in enumerate(config)
            )
        case "map":
            return {key: propose(nested, inner, (prior or {}).get(key)) for key, inner in config.items()}
        case "set":
            pool = list(prior or ())
            return SetValue(propose(nested, inner, _take(nested, inner, pool)) for inner in config)


def _take(nested: NestedAttributes, element: Object, pool: list[Object]) -> Object | None:
    for candidate in pool:
        if all(
            candidate[name] == element[name]
            for name, attribute in nested.attributes.items()
            if not (attribute.computed and element[name] is None)
        ):
            pool.remove(candidate)
            return candidate
    return None

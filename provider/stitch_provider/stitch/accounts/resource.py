"""The resource `stitch_account`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, CreatedAccount, LostAnswerError, NewAccount, RefusedError
from stitch_provider.stitch.accounts.model import CODE, DETAILS, IDENTITY, SCHEMA, AccountModel, mismatched, missing
from stitch_provider.stitch.ids import to_id
from stitch_provider.stitch.provider_data import Partner, ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.terraform.values.value import Value

_PATHS = {name: Path.of(name) for name in DETAILS}
_PARTNER = ("partner_id", "partner_secret")


class AccountResource(Resource[AccountModel, ProviderData]):
    """A partner's account: created or taken over, then remembered, at last forgotten."""

    type_name = "stitch_account"
    schema = SCHEMA
    identity = IDENTITY
    model = AccountModel

    def validate(self, config: AccountModel) -> Iterable[Diagnostic]:
        """Hold the details and the code against each other."""
        return mismatched(config)

    async def plan(
        self, request: PlanRequest[AccountModel], provider: ProviderData | None
    ) -> PlanResponse[AccountModel]:
        """Say what is missing for a new account, and what a change of an old one means."""
        found: tuple[Diagnostic, ...] = ()
        if request.prior is None:
            found = tuple(missing(request.config))
            if provider is not None and not found:
                found = tuple(_incomplete(provider.partner, code=request.config.authorization_code_wo is not None))
        elif any(getattr(request.proposed, name) != getattr(request.prior, name) for name in DETAILS):
            found = (_another(request.prior),)
        return PlanResponse(planned=request.proposed, private=request.private, diagnostics=found)

    async def plan_destroy(self, state: AccountModel) -> Iterable[Diagnostic]:
        """Say that the account outlives it."""
        return (_forgotten(state),)

    async def read(
        self, request: ReadRequest[AccountModel], provider: ProviderData
    ) -> ReadResponse[AccountModel] | None:
        """Believe the state: nothing shows an account."""
        return ReadResponse(state=request.state, private=request.private)

    async def create(self, request: CreateRequest[AccountModel], provider: ProviderData) -> ApplyResponse[AccountModel]:
        """Create the account, or take it over."""
        config, partner = request.config, provider.partner
        code = config.authorization_code_wo
        found = (*missing(config), *_incomplete(partner, code=code is not None))
        if found:
            raise DiagnosticError(*found)
        try:
            if isinstance(code, str):
                created = await provider.service.accounts.exchange_code(partner_secret=str(partner.secret), code=code)
            else:
                created = await provider.service.accounts.create(_new(request.plan, partner))
        except ConnectError as refusal:
            explained = _code_refused(refusal) if isinstance(code, str) else _refused(refusal, request.plan)
            raise DiagnosticError(explained) from refusal
        return ApplyResponse(state=_with(request.plan, created), private=request.private)

    async def update(self, request: UpdateRequest[AccountModel], provider: ProviderData) -> ApplyResponse[AccountModel]:
        """Change nothing: whatever a user can set means another account."""
        return ApplyResponse(state=request.plan, private=request.private)

    async def delete(self, request: DeleteRequest[AccountModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Forget it."""
        return (_forgotten(request.state),)

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[AccountModel]:
        """Refuse: neither the account nor a token for it can be looked up."""
        raise DiagnosticError(
            error(
                "An account cannot be imported",
                "Stitch does not show accounts, and tells the API access token of one only when it is created. To take "
                f"over an account that exists already, let its user authorise the partner, then create the resource "
                f"with {CODE}.",
            )
        )

    def identify(self, state: AccountModel) -> Mapping[str, Value]:
        """The account's id."""
        return {"id": state.id}


def _new(plan: AccountModel, partner: Partner) -> NewAccount:
    details = {name: str(getattr(plan, name)) for name in DETAILS}
    return NewAccount(partner_id=str(partner.id), partner_secret=str(partner.secret), **details)


def _with(plan: AccountModel, created: CreatedAccount) -> AccountModel:
    return replace(plan, id=to_id(created.stitch_account_id), access_token=created.access_token)


def _incomplete(partner: Partner, *, code: bool) -> Iterable[Diagnostic]:
    """An error for the credentials that the provider lacks; a code takes the secret alone."""
    lacking = [
        f"{name} (or the environment variable STITCH_{name.upper()})"
        for name, value in zip(_PARTNER, (partner.id, partner.secret), strict=True)
        if value is None and not (code and name == "partner_id")
    ]
    if lacking:
        yield error(
            "No partner credentials",
            f"Accounts are created with the credentials of a Stitch partner. Set in the provider's configuration: "
            f"{' and '.join(lacking)}.",
        )


def _another(prior: AccountModel) -> Diagnostic:
    return warning(
        "Another account is created",
        f"Stitch cannot change an account. Terraform creates a new one and forgets the account {prior.id}, which stays "
        "and belongs to its user; its access token, which stays valid, is lost with the state.",
    )


def _forgotten(state: AccountModel) -> Diagnostic:
    return warning(
        "The account stays",
        f"Stitch cannot delete an account through its API. Terraform forgets the account {state.id} and its access "
        "token; both stay valid. Only its user can close the account, or delete the token in the Stitch web "
        "application.",
    )


def _refused(refusal: ConnectError, plan: AccountModel) -> Diagnostic:
    action = f'create an account for "{plan.company}"'
    summary = f"Could not {action}"
    if isinstance(refusal, LostAnswerError):
        return error(
            summary,
            f"The answer was lost, so the account may exist all the same. {refusal.message.rstrip('.')}. Apply again: "
            "if Stitch then says that the email address has an account, take it over as that error says.",
        )
    if not isinstance(refusal, RefusedError):
        return explain(refusal, action)
    if refusal.code == "ExistingUser":
        return error(
            summary,
            "The email address has a Stitch account already. Its user can let you into it: send them to "
            "https://app.stitchdata.com/oauth/authorization?client_id=<partner id>, then put the code that your "
            f"redirect URI receives into {CODE}, in place of {', '.join(DETAILS)}. It is valid for five minutes.",
            _PATHS["email"],
        )
    wrong = [name for name in _PARTNER if name in refusal.bad_properties]
    if wrong:
        return error(
            summary,
            f"Stitch does not accept the provider's {' and '.join(wrong)}. Correct it in the provider's configuration "
            f"or in STITCH_{wrong[0].upper()}.",
        )
    return explain(refusal, action, paths=_PATHS)


def _code_refused(refusal: ConnectError) -> Diagnostic:
    """Why there is no token for a code; refusals of the exchange are undocumented, OAuth's words are expected."""
    action = "take over the account"
    path = Path.of(CODE)
    if isinstance(refusal, LostAnswerError):
        text = "The answer was lost, and with it the code, which is valid once."
    elif isinstance(refusal, RefusedError) and refusal.code == "invalid_client":
        return error(
            f"Could not {action}",
            "Stitch does not accept the provider's partner_secret. Correct it in the provider's configuration or in "
            "STITCH_PARTNER_SECRET, and ask the user for a new code.",
        )
    elif isinstance(refusal, RefusedError):
        text = "Stitch does not accept the authorization code: it is valid once, for five minutes, for one partner."
    else:
        return explain(refusal, action, path=path)
    return error(f"Could not {action}", f"{text} Ask the user to authorise the partner again for a new code.", path)

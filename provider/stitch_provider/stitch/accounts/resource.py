"""The resource `stitch_account`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import LostAnswerError, NewAccount, RefusedError, UnauthorizedError
from stitch_provider.stitch.accounts.model import CODE, DETAILS, IDENTITY, SCHEMA, AccountModel, mismatched, missing
from stitch_provider.stitch.explaining import PARTNER_ADVICE
from stitch_provider.stitch.ids import to_id
from stitch_provider.stitch.provider_data import Partner, ProviderData
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
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.terraform.values.value import Value

_PATHS = {name: Path.of(name) for name in DETAILS}
_CODE = Path.of(CODE)
_PARTNER = ("partner_id", "partner_secret")


class AccountResource(Resource[AccountModel, ProviderData]):
    """An account that a partner creates, or an existing one that a user authorizes the partner to use."""

    type_name = "stitch_account"
    schema = SCHEMA
    identity = IDENTITY
    model = AccountModel

    def validate(self, config: AccountModel) -> Iterable[Diagnostic]:
        return mismatched(config)

    async def plan(
        self, request: PlanRequest[AccountModel], provider: ProviderData | None
    ) -> PlanResponse[AccountModel]:
        """Check what a new account needs, and warn before a change creates another one."""
        found: tuple[Diagnostic, ...] = ()
        if request.prior is None:
            found = tuple(missing(request.config))
            if provider is not None and not found:
                found = tuple(_incomplete(provider.partner, code=request.config.authorization_code_wo is not None))
        elif any(getattr(request.proposed, name) != getattr(request.prior, name) for name in DETAILS):
            found = (_replaced(request.prior),)
        return PlanResponse(planned=request.proposed, private=request.private, diagnostics=found)

    async def plan_destroy(self, state: AccountModel) -> Iterable[Diagnostic]:
        return (_not_deleted(state),)

    async def read(
        self, request: ReadRequest[AccountModel], provider: ProviderData
    ) -> ReadResponse[AccountModel] | None:
        """Keep the state: no call shows an account (reference 2.1)."""
        return ReadResponse(state=request.state, private=request.private)

    async def create(self, request: CreateRequest[AccountModel], provider: ProviderData) -> ApplyResponse[AccountModel]:
        """Create the account, or exchange the code for a token of an existing one."""
        config, plan, partner = request.config, request.plan, provider.partner
        code = config.authorization_code_wo
        found = (*missing(config), *_incomplete(partner, code=code is not None))
        if found:
            raise DiagnosticError(*found)
        accounts = provider.service.accounts
        if isinstance(code, str):
            with provider.explaining(
                "exchange the authorization code", path=_CODE, secrets=(code,), refine=_refine_exchange
            ):
                created = await accounts.exchange_code(partner_secret=str(partner.secret), code=code)
        else:
            details = {name: str(getattr(plan, name)) for name in DETAILS}
            new = NewAccount(partner_id=str(partner.id), partner_secret=str(partner.secret), **details)
            with provider.explaining(f'create an account for "{plan.company}"', paths=_PATHS, refine=_refine_creation):
                created = await accounts.create(new)
        state = replace(plan, id=to_id(created.stitch_account_id), access_token=created.access_token)
        return ApplyResponse(state=state, private=request.private)

    async def update(self, request: UpdateRequest[AccountModel], provider: ProviderData) -> ApplyResponse[AccountModel]:
        """Change nothing: every attribute that a user can change replaces the resource."""
        return ApplyResponse(state=request.plan, private=request.private)

    async def delete(self, request: DeleteRequest[AccountModel], provider: ProviderData) -> Iterable[Diagnostic]:
        return (_not_deleted(request.state),)

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[AccountModel]:
        """Refuse: neither the account nor a token for it can be read."""
        raise DiagnosticError(
            error(
                "An account cannot be imported",
                "Stitch does not show accounts, and it shows the API access token of an account only when the "
                "account is created. To use an existing account, let its user authorize the partner, then create "
                f"the resource with {CODE}.",
            )
        )

    def identify(self, state: AccountModel) -> Mapping[str, Value]:
        return {"id": state.id}


def _incomplete(partner: Partner, *, code: bool) -> Iterable[Diagnostic]:
    """An error for the credentials that the provider's configuration lacks; a code needs the secret alone."""
    lacking = [
        f"{name} (or the environment variable STITCH_{name.upper()})"
        for name, value in zip(_PARTNER, (partner.id, partner.secret), strict=True)
        if value is None and not (code and name == "partner_id")
    ]
    if lacking:
        yield error(
            "No partner credentials",
            "Accounts are created with the credentials of a Stitch partner. Set in the provider's configuration: "
            f"{' and '.join(lacking)}.",
        )


def _replaced(prior: AccountModel) -> Diagnostic:
    return warning(
        "Another account is created",
        f"Stitch cannot change an account. Another one is created, and account {prior.id} is removed from the state. "
        "That account and its API access token stay valid, but the token is no longer in the state. To keep using the "
        "account, restore the previous values.",
    )


def _not_deleted(state: AccountModel) -> Diagnostic:
    return warning(
        "The account is not deleted",
        f"The Connect API cannot delete an account. Account {state.id} and its API access token are removed from the "
        "state; both stay valid. Only the user of the account can close it, and can delete the token in the Stitch web "
        "application.",
    )


def _refine_creation(failure: ConnectError, explanation: Explanation) -> Explanation:
    if isinstance(failure, LostAnswerError):
        return replace(
            explanation,
            exists="The account may have been created anyway.",
            advice="Apply again. If that fails because the email address has an account, follow the advice of that "
            "error.",
        )
    if failure.code == "ExistingUser":
        return replace(
            explanation,
            advice="The user of the account can authorize you to use it: send them to "
            "https://app.stitchdata.com/oauth/authorization?client_id=<partner id>, then set the code that your "
            f"redirect URI receives as {CODE}, in place of {', '.join(DETAILS)}. The code is valid for five minutes.",
            path=_PATHS["email"],
        )
    wrong = [name for name in _PARTNER if name in failure.bad_properties]
    if wrong:
        said = f"{explanation.said} This means that the provider's {' and '.join(wrong)} is wrong."
        return replace(explanation, said=said, advice=PARTNER_ADVICE)
    return explanation


def _refine_exchange(failure: ConnectError, explanation: Explanation) -> Explanation:
    """How a refused exchange is explained; its errors are undocumented, those of OAuth 2 are expected."""
    new_code = "Ask the user to authorize the partner again for a new code."
    if isinstance(failure, LostAnswerError):
        return replace(explanation, exists="The code can be used only once, and may have been used.", advice=new_code)
    if isinstance(failure, UnauthorizedError):
        return replace(explanation, advice=f"{PARTNER_ADVICE} {new_code}", path=ROOT)
    if failure.code == "invalid_client":
        said = f"{explanation.said} This means that the provider's partner_secret is wrong."
        return replace(explanation, said=said, advice=f"{PARTNER_ADVICE} {new_code}", path=ROOT)
    if isinstance(failure, RefusedError):
        rule = "An authorization code can be used only once, within five minutes and by one partner."
        said = f"{explanation.said} {rule}"
        return replace(explanation, said=said, advice=new_code)
    return explanation

"""Collections: the objects of each kind in an account, declared once for everything that lists them.

A `Collection` says which call lists the objects, by what they can be filtered, how they are labeled, and how they are
identified. The plural data source (`PluralDataSource`), the list resource (`Listing`) and the export use it. A new
filter is one field of the collection's `filters` and one line of its `find`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec.structs import replace

from stitch_provider.connect import IncompleteError
from stitch_provider.stitch.left_out import left_out
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.together import together
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource, Listed, ListRequest, ListResource
from stitch_provider.terraform.schema.declaration import Model, schema_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping

    from stitch_provider.terraform.values.value import Value

_AT_ONCE = 8
"""States that are read at the same time."""

T = TypeVar("T")
"""An object as the collection finds it: one of the Connect API, with what else is needed to show it."""
F = TypeVar("F", bound=Model)
S = TypeVar("S")


class Collection(ABC, Generic[T, F, S]):
    """Objects of one kind.

    `type_name` is that of their resource. `plural` names them in messages, such as `sources`.
    """

    type_name: str
    plural: str
    filters: type[F]

    @abstractmethod
    def find(self, provider: ProviderData, filters: F) -> AsyncGenerator[T, None]:
        """The objects that pass every filter that is set, in order of their ids. Raises ConnectError.

        Where Stitch lists objects that cannot be read, IncompleteError is raised after all others are found.
        """

    @abstractmethod
    def label(self, found: T) -> str:
        """What people call the object."""

    @abstractmethod
    def identity(self, found: T) -> Mapping[str, Value]:
        """What identifies the object; `client_id` is the account that has it, where that is known."""

    def import_id(self, found: T) -> str:
        """The id that imports the object: what identifies it in the account, with a slash between the parts."""
        return "/".join(str(value) for name, value in self.identity(found).items() if name != "client_id")

    @abstractmethod
    async def state(self, provider: ProviderData, found: T) -> S:
        """The complete state of the object, as an import gives it. Raises ConnectError."""

    def no_filters(self) -> F:
        """Filters that let every object pass."""
        return self.filters(**dict.fromkeys(self.filters.__struct_fields__))

    def secrets(self, found: T) -> tuple[str, ...]:
        """The names of the credentials that Stitch has of the object."""
        return ()

    def title(self, found: T) -> str:
        """What an exported configuration names the object after."""
        return self.label(found)

    async def find_with_states(
        self, provider: ProviderData, filters: F, limit: int = 0
    ) -> AsyncGenerator[tuple[T, S], None]:
        """The objects that pass, each with its state. A few states are read at the same time.

        `limit` is how many objects the caller needs, 0 for all. Raises ConnectError.
        """
        # No more states than are needed, and one that shows that there are more.
        at_once = min(_AT_ONCE, limit + 1) if limit else _AT_ONCE
        async with aclosing(_batches(self.find(provider, filters), at_once)) as batches:
            async for batch in batches:
                states = await together(*(self.state(provider, found) for found in batch))
                for pair in zip(batch, states, strict=True):
                    yield pair


async def gather(objects: AsyncGenerator[T, None]) -> tuple[list[T], IncompleteError | None]:
    """What a `find` has found, and its IncompleteError. Raises any other ConnectError."""
    found: list[T] = []
    async with aclosing(objects):
        while True:
            try:
                found.append(await anext(objects))
            except StopAsyncIteration:
                return found, None
            except IncompleteError as incomplete:
                return found, incomplete


async def _batches(objects: AsyncGenerator[T, None], size: int) -> AsyncGenerator[list[T], None]:
    incomplete, batch = None, []
    async with aclosing(objects):
        try:
            async for found in objects:
                batch.append(found)
                if len(batch) == size:
                    yield batch
                    batch = []
        except IncompleteError as error:
            incomplete = error
        if batch:
            yield batch
        if incomplete is not None:
            raise incomplete


class Listing(ListResource[F, ProviderData], Generic[T, F, S]):
    """The list resource of a collection."""

    def __init__(self, collection: Collection[T, F, S], description: str) -> None:
        self._collection = collection
        self.type_name = collection.type_name
        self.model = collection.filters
        self.schema = schema_of(collection.filters, description)

    async def list(self, request: ListRequest[F], provider: ProviderData) -> AsyncGenerator[Listed[S], None]:
        collection = self._collection
        with provider.explaining(f"list the {collection.plural}"):
            async with aclosing(self._find(request, provider)) as objects:
                try:
                    async for found, state in objects:
                        identity = collection.identity(found)
                        yield Listed(display_name=collection.label(found), identity=identity, state=state)
                except IncompleteError as incomplete:
                    raise DiagnosticError(*left_out(collection.plural, incomplete.unreadable)) from incomplete

    async def _find(self, request: ListRequest[F], provider: ProviderData) -> AsyncGenerator[tuple[T, S | None], None]:
        if request.include_resource:
            pairs = self._collection.find_with_states(provider, request.config, request.limit)
            async with aclosing(pairs):
                async for pair in pairs:
                    yield pair
        else:
            async with aclosing(self._collection.find(provider, request.config)) as objects:
                async for found in objects:
                    yield found, None


class PluralDataSource(DataSource[F, ProviderData], Generic[T, F]):
    """The plural data source of a collection.

    Its model is a subclass of the collection's filters with two more attributes: `ids`, and the list `attribute` of
    what `view` shows of each object. The attribute `id` of a view is the object's id.
    """

    def __init__(
        self,
        collection: Collection[T, Any, Any],
        model: type[F],
        description: str,
        *,
        attribute: str,
        view: Callable[[T], Any],
        noun: str = "",
    ) -> None:
        self.type_name = f"{collection.type_name}s"
        self.model = model
        self.schema = schema_of(model, description, noun=noun)
        self._collection = collection
        self._attribute = attribute
        self._view = view

    async def read(self, config: F, provider: ProviderData) -> DataResponse[F]:
        collection = self._collection
        with provider.explaining(f"list the {collection.plural}"):
            found, incomplete = await gather(collection.find(provider, config))
        views = tuple(map(self._view, found))
        changes: Mapping[str, Any] = {"ids": tuple(each.id for each in views), self._attribute: views}
        unreadable = incomplete.unreadable if incomplete else 0
        return DataResponse(state=replace(config, **changes), diagnostics=left_out(collection.plural, unreadable))

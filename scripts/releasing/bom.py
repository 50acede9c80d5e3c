"""The bill of materials of a release, in the format CycloneDX (https://cyclonedx.org)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from releasing.parts import Origin, Part, Pinned, normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REPOSITORY = "https://github.com/stitchdata/terraform-provider-stitch"


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit of which a release is made."""

    id: str
    time: dt.datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release contains: the SHA-256 of each archive by name, and the platforms of each part.

    `locked` and `pinned` are those of `parts`.
    """

    version: str
    commit: Commit
    archives: Mapping[str, str]
    parts: Mapping[Part, tuple[str, ...]]
    locked: Mapping[tuple[str, str], tuple[str, ...]]
    pinned: Mapping[str, Pinned]


def document(contents: Contents) -> str:
    """The bill of materials as JSON. The same contents and installed distributions give the same text."""
    provider = _provider(contents)
    components = [_component(part, platforms, contents) for part, platforms in contents.parts.items()]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{REPOSITORY}/commit/{contents.commit.id}#{','.join(contents.archives)}")
    bom = Bom(
        serial_number=serial,
        metadata=BomMetaData(timestamp=contents.commit.time, component=provider),
        components=components,
    )
    bom.register_dependency(provider, components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def license_of(distribution: str) -> str | None:
    """The license in the metadata of an installed distribution, if possible as an SPDX expression. None without one."""
    try:
        found = metadata.metadata(distribution)
    except metadata.PackageNotFoundError:
        return None
    names = [each for key in ("License-Expression", "License", "Classifier") for each in found.get_all(key, [])]
    named = (each.rpartition(" :: ")[2] for each in names if each.startswith("License :: ") or " :: " not in each)
    return next((each for each in named if each != "UNKNOWN"), None)


def interpreters(part: Part, platforms: Iterable[str], contents: Contents) -> Iterator[Pinned]:
    """The pinned interpreters of these platforms that have the version of the one in the archives."""
    pins = (contents.pinned.get(platform) for platform in platforms)
    return (pin for pin in pins if pin is not None and pin.is_version(part.version))


def _provider(contents: Contents) -> Component:
    release = f"{REPOSITORY}/releases/download/v{contents.version}"
    archives = [_distribution(f"{release}/{name}", sha256) for name, sha256 in contents.archives.items()]
    return Component(
        name="terraform-provider-stitch",
        type=ComponentType.APPLICATION,
        version=contents.version,
        bom_ref="terraform-provider-stitch",
        licenses=[LicenseFactory().make_from_string("MPL-2.0")],
        external_references=[ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(REPOSITORY)), *archives],
    )


def _component(part: Part, platforms: tuple[str, ...], contents: Contents) -> Component:
    known = license_of(part.name) if part.origin is Origin.DISTRIBUTION else None
    files = contents.locked[part.locked_as] if part.origin is Origin.DISTRIBUTION else ()
    pins = interpreters(part, platforms, contents) if part.origin is Origin.INTERPRETER else ()
    return Component(
        name=part.name,
        version=part.version,
        bom_ref=f"{part.folder}@{part.version}" if part.version else part.folder,
        purl=_purl(part),
        cpe=f"cpe:2.3:a:python:python:{part.version}:*:*:*:*:*:*:*" if part.origin is Origin.INTERPRETER else None,
        licenses=[LicenseFactory().make_from_string(known or f"see licenses/{part.folder} in the archive")],
        hashes=[_sha256(each) for each in files],
        external_references=[_distribution(each.url, each.sha256) for each in pins],
        properties=[
            Property(name="terraform-provider-stitch:origin", value=part.origin.value),
            Property(name="terraform-provider-stitch:platforms", value=" ".join(platforms)),
        ],
    )


def _purl(part: Part) -> PackageURL | None:
    match part.origin:
        case Origin.DISTRIBUTION:
            return PackageURL("pypi", None, normalized(part.name), part.version)
        case Origin.DEBIAN:
            return PackageURL("deb", "debian", part.name, part.version)
        case Origin.UBUNTU:
            return PackageURL("deb", "ubuntu", part.name, part.version)
        case _:
            return None


def _distribution(url: str, sha256: str) -> ExternalReference:
    return ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(url), hashes=[_sha256(sha256)])


def _sha256(content: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=content)

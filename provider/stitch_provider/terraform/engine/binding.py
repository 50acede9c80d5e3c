"""Binding: conversion between the values of the engine and the models of a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.engine.nested import change_objects
from stitch_provider.terraform.engine.plan_modifiers import plan_modifiers
from stitch_provider.terraform.engine.proposal import without_write_only
from stitch_provider.terraform.schema.model import unbind
from stitch_provider.terraform.values.value import SetValue

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.engine.plan_modifiers import Level
    from stitch_provider.terraform.resource import Resource


def from_model(level: Level, instance: object) -> Object:
    """The value of a model, in which the objects of a nested set are a tuple."""
    return _with_sets(level, unbind(instance))


def _with_sets(level: Level, value: Object) -> Object:
    modifiers = plan_modifiers(level)
    if not (modifiers.sets or modifiers.nested_sets):
        return value
    restored = dict(value)
    for name in modifiers.sets:
        inner = restored[name]
        restored[name] = SetValue(inner) if isinstance(inner, tuple) else inner
    for name, nested in modifiers.nested_sets:
        restored[name] = change_objects(nested, restored[name], (), _with_sets)
    return restored


def state_of(resource: Resource[Any, Any], instance: object) -> Object:
    """The state of a model, with null for write-only attributes."""
    return without_write_only(resource.schema, from_model(resource.schema, instance))

"""The API with its description made whole: what every operation behind a key may answer besides."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from portlight.faces.api.problems import Problem, described

_BEHIND_A_KEY = (401, 403, 429)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`lodging_take`: the room and the function, as a program that is made from the description calls it."""
        view = operation.view_func
        return f"{view.__module__.split('.')[2]}_{view.__name__}"

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """OpenAPI 3.1. Problems are named once, and stand at every operation that can answer with them."""
        schema = super().get_openapi_schema(**options)
        whole = Problem.model_json_schema(ref_template=REF_TEMPLATE)
        schema["components"]["schemas"].update({**whole.pop("$defs"), "Problem": whole})
        for operation in (one for path in schema["paths"].values() for one in path.values()):
            if "security" in operation:
                for status in _BEHIND_A_KEY:
                    operation["responses"].setdefault(status, described(status))
        return schema

"""The registry of data sets, `registry.toml`: what there is, in which variants, and where each file can be had."""
import difflib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from course_utils import settings
from course_utils.data.errors import DataError

UNVERIFIED = "unverified"


class _Entry(BaseModel):
    """A table of the registry; a key that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FileEntry(_Entry):
    """One file: its path below the data folder, its size and hash, and its addresses, the official one first."""

    path: str = Field(min_length=1)
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=rf"^([0-9a-f]{{64}}|{UNVERIFIED})$")
    addresses: tuple[str, ...] = ()

    @property
    def verifiable(self):
        """Whether its hash is known."""
        return self.sha256 != UNVERIFIED

    @model_validator(mode="after")
    def _check_path_and_addresses(self):
        path = PurePosixPath(self.path)
        if path.is_absolute() or ".." in path.parts or "\\" in self.path or ":" in self.path:
            raise ValueError(f"path must lead below the data folder, with / between folders; it is {self.path!r}")
        for address in self.addresses:
            if not address.startswith(("https://", "http://")):
                raise ValueError(f"an address begins with https:// or http://; one is {address!r}")
        return self


class VariantEntry(_Entry):
    """One packing or size of a data set; `note` says how one that is not exact differs from the original."""

    name: str = Field(pattern=r"^[\w-]+$")
    reader: str
    files: tuple[FileEntry, ...] = Field(min_length=1)
    content: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    exact: bool = True
    note: str = ""
    manual: str = ""  # how a person gets the files that have no address

    @model_validator(mode="after")
    def _check_note(self):
        if not self.exact and not self.note:
            raise ValueError("a variant that is not exact needs a note that says how it differs")
        return self

    @property
    def bytes(self):
        """The size of all files together."""
        return sum(file.bytes for file in self.files)

    @property
    def fetchable(self):
        """Whether every file has an address."""
        return all(file.addresses for file in self.files)

    @property
    def fingerprint(self):
        """What tells the content of this variant from any other: its hash, else its name."""
        return self.content or f"variant:{self.name}"


class SetEntry(_Entry):
    """One data set and its variants, the one to be preferred first."""

    title: str
    about: str
    kind: Literal["pictures", "text", "pairs", "series", "masks"]
    licence: str
    citation: str
    source: str
    stand_in: str
    class_names: tuple[str, ...] = ()
    variants: tuple[VariantEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_names(self):
        names = [variant.name for variant in self.variants]
        if len(set(names)) < len(names):
            raise ValueError(f"each variant needs a name of its own; they are {', '.join(names)}")
        return self

    @property
    def download(self):
        """The variant that would be downloaded, or None where a person must get the files."""
        return next((variant for variant in self.variants if variant.fetchable), None)

    def name_of(self, variant):
        """Return the name by which lessons know a variant: that of the first one with the same content."""
        same = (other for other in self.variants if variant.content and other.content == variant.content)
        return next(same, variant).name


@dataclass(frozen=True)
class Registry:
    """The data sets that files are needed for (`sets`), their readers, and the sets that need no file (`built_in`)."""

    sets: dict
    readers: dict
    built_in: dict

    def entry(self, name):
        """Return the SetEntry of this name; DataError, with those that there are, where there is none."""
        if name in self.sets:
            return self.sets[name]
        known = [*self.sets, *self.built_in]
        near = difflib.get_close_matches(str(name), known, n=1)
        raise DataError(f"There is no data set {name!r}. {f'Did you mean {near[0]!r}? ' if near else ''}"
                        f"Registered: {', '.join(self.sets) or 'none'}. Built in: {', '.join(self.built_in) or 'none'}.",
                        reason="there is no such data set")


@lru_cache(maxsize=1)
def default_registry():
    """Return the course's own Registry."""
    from course_utils.data.builtin import BUILT_IN
    from course_utils.data.readers import READERS

    return Registry(read_sets(settings.shipped_data() / "registry.toml"), READERS, BUILT_IN)


def read_sets(path):
    """Return {name: SetEntry} as the TOML file `path` gives them; DataError says what in it cannot be used."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"The registry of data sets, {path}, cannot be read ({error}). Install the course again.") from error
    return {name: _checked(name, table, path) for name, table in tables.items()}


def _checked(name, table, path):
    try:
        return SetEntry.model_validate(table)
    except ValidationError as error:
        faults = "\n".join(f"  {_fault(name, detail)}" for detail in error.errors())
        raise DataError(f"{path.name} cannot be used:\n{faults}\nCorrect it as data/README.md says.") from error


def _fault(name, detail):
    """Return one fault that pydantic found as "[mnist] variants 1, files 1, adress: is not a key that is known"."""
    place = ", ".join(f"{key} {index + 1}" if isinstance(index, int) else str(key)
                      for key, index in _steps(detail["loc"]))
    said = {"extra_forbidden": "is not a key that is known", "missing": "is missing"}.get(detail["type"], detail["msg"])
    return f"[{name}] {place}: {said}" if place else f"[{name}]: {said}"


def _steps(location):
    """Return the location of a fault as pairs of key and the number of the item below it, or None."""
    steps, keys = [], list(location)
    while keys:
        key = keys.pop(0)
        steps.append((key, keys.pop(0) if keys and isinstance(keys[0], int) else None))
    return steps

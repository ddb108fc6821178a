"""The parts of an .xlsx as text: names, attributes, relations – for changing a little of them.

Nothing is parsed and written anew: what is not to be changed stays as the school's program wrote it.
`NotPlain` says that a package is written in a way that is not understood here.
"""

import re
import zipfile
from collections.abc import Mapping
from html import unescape
from typing import Final

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
"""Of a file in the strict spelling, in which parts of ours would be foreign."""
_LARGEST_PART: Final = 64 << 20
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RELATION = re.compile(r"<Relationship\b([^>]*?)/?>")
_SHEET = re.compile(r"<sheet\b([^>]*?)/?>")
_BOM = "\ufeff"


class NotPlain(Exception):
    """A part is missing, too large, or not in the plain spelling that all usual programs use."""


def attributes(tag: str) -> dict[str, str]:
    """Names and values inside a tag."""
    return {
        found[1]: unescape(found[2] if found[2] is not None else found[3])
        for found in _ATTRIBUTE.finditer(tag)
    }


class Package:
    """An .xlsx opened for reading."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {info.filename for info in archive.infolist()}

    def text(self, name: str) -> str:
        """A small part."""
        if name not in self.names:
            raise NotPlain(name)
        info = self.archive.getinfo(name)
        if info.file_size > _LARGEST_PART:
            raise NotPlain(name)
        try:
            text = self.archive.read(name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotPlain(name) from error
        if "<!DOCTYPE" in text or "<![CDATA[" in text:
            raise NotPlain(name)
        return text.removeprefix(_BOM)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → kind and target (a name of a part, or where it leads outside) of what a part uses."""
        name = relations_name(part)
        if name not in self.names:
            return {}
        folder = part.rpartition("/")[0]
        found = {}
        for match in _RELATION.finditer(self.text(name)):
            held = attributes(match[1])
            kind = held.get("Type", "").rpartition("/")[2]
            target = held.get("Target", "")
            outside = held.get("TargetMode") == "External"
            found[held.get("Id", "")] = kind, target if outside else _joined(folder, target)
        return found

    def workbook(self) -> str:
        """The name of the part that lists the sheets."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument":
                return target
        raise NotPlain("officeDocument")

    def sheet(self, name: str) -> str:
        """The part of the sheet with this name."""
        workbook = self.workbook()
        relations = self.relations(workbook)
        text = self.text(workbook)
        if _STRICT in text:
            raise NotPlain("strict")
        for match in _SHEET.finditer(text):
            held = attributes(match[1])
            if held.get("name") == name:
                key = next((value for key, value in held.items() if key.endswith(":id")), "")
                kind, target = relations.get(key, ("", ""))
                if kind == "worksheet" and target in self.names:
                    return target
        raise NotPlain("sheet")

    def styles(self) -> str:
        """The part with the cell formats."""
        for kind, target in self.relations(self.workbook()).values():
            if kind == "styles" and target in self.names:
                return target
        raise NotPlain("styles")


def relations_name(part: str) -> str:
    """Where the relations of a part stand."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def with_relations(text: str, added: Mapping[str, tuple[str, str]]) -> str:
    """The relations with more of them: id → kind and target."""
    entries = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in added.items()
    )
    return before(text, "</Relationships>", entries)


def before(text: str, mark: str, added: str) -> str:
    """The text with something put before the last of these marks."""
    head, found, tail = text.rpartition(mark)
    if not found:
        raise NotPlain(mark)
    return head + added + found + tail


def _joined(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)

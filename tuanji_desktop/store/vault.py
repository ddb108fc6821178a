"""Keys of an encrypted office file.

The file is encrypted with a random data key. That key lies in the file itself, wrapped once for
each operator's password and once for the printed recovery code (Argon2id, then AES key wrap,
RFC 3394), so that adding an operator or changing a password never re-encrypts the data.

Where the envelope lies: SQLCipher leaves the first `PLAIN_HEADER` bytes of page 1 unencrypted.
Page 1 is the root of the schema table; with a schema as large as ours it is an interior page
with a few cells at its very end, and its middle is unallocated. SQLite rewrites that middle
only when the schema changes, so the envelope is written after creating, migrating and vacuuming,
and `Database.close` looks after it. One file thus holds everything; nothing to lose beside it.
"""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..core.errors import OfficeLocked

PAGE_SIZE = 4096
PLAIN_HEADER = 4000
_START, _END = 1024, 3584
_ROOM = 2432
"""What an envelope may grow to. The rest is for the schema table: an upgrade or a large load
(`bulk.load_members`) spreads it over a page more, and its cells grow down from the end."""
_MAGIC = b"TUANJIKEY1"
_TIME_COST, _MEMORY_KIB = 3, 65_536
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class DataKey:
    """The 32-byte key and the 16-byte salt that SQLCipher is given raw (no derivation: 0.5 ms)."""

    key: bytes
    salt: bytes

    @classmethod
    def new(cls) -> "DataKey":
        return cls(secrets.token_bytes(32), secrets.token_bytes(16))

    def pragmas(self) -> tuple[str, ...]:
        """To be run first on every connection."""
        return (
            f"PRAGMA key = \"x'{(self.key + self.salt).hex()}'\"",
            f"PRAGMA cipher_plaintext_header_size = {PLAIN_HEADER}",
            "PRAGMA cipher_log_level = NONE",  # its words on stderr help no clerk
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key as wrapped by one secret."""

    kind: str  # "operator" or "recovery"
    name: str
    salt: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """All slots of a file."""

    slots: tuple[Slot, ...]

    def to_bytes(self) -> bytes:
        body = json.dumps(
            [[slot.kind, slot.name, _b64(slot.salt), _b64(slot.wrapped)] for slot in self.slots],
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        return _MAGIC + len(body).to_bytes(4, "big") + hashlib.sha256(body).digest()[:8] + body

    @classmethod
    def from_bytes(cls, data: bytes) -> "Envelope | None":
        if not data.startswith(_MAGIC):
            return None
        start = len(_MAGIC) + 12
        size = int.from_bytes(data[len(_MAGIC) : len(_MAGIC) + 4], "big")
        body = data[start : start + size]
        if hashlib.sha256(body).digest()[:8] != data[len(_MAGIC) + 4 : start]:
            return None
        return cls(
            tuple(
                Slot(kind, name, base64.b64decode(salt), base64.b64decode(wrapped))
                for kind, name, salt, wrapped in json.loads(body)
            )
        )

    def with_secret(self, data_key: DataKey, kind: str, name: str, secret: str) -> "Envelope":
        """The envelope in which this operator (or the recovery code) has this secret, alone."""
        kept = tuple(slot for slot in self.slots if (slot.kind, slot.name) != (kind, name))
        made = Envelope((*kept, _wrap(data_key, kind, name, secret)))
        if len(kept) == len(self.slots) and len(made.to_bytes()) > _ROOM:
            raise OfficeLocked(
                "office.too_many_operators",
                "带密码的操作员太多，文件头放不下。请先停用不再使用的操作员。",
            )
        return made

    def without(self, kind: str, name: str) -> "Envelope":
        return Envelope(tuple(s for s in self.slots if (s.kind, s.name) != (kind, name)))

    def proving(self, operator: str) -> "Envelope":
        """The slots by which this operator proves who they are: their own, and the recovery code.

        Another operator's password opens the file too, but the journal would name the wrong one.
        """
        return Envelope(tuple(s for s in self.slots if s.kind == RECOVERY or s.name == operator))

    def open(self, secret: str, *, operator: str | None = None) -> tuple[DataKey, Slot]:
        """The data key by a password or the recovery code, and whose slot it was."""
        code = read_recovery_code(secret)
        if code is not None:
            slots = [slot for slot in self.slots if slot.kind == RECOVERY]
            secret = code
        else:
            slots = [slot for slot in self.slots if slot.kind != RECOVERY]
            slots.sort(key=lambda slot: slot.name != operator)
        for slot in slots:
            data_key = _unwrap(slot, secret)
            if data_key is not None:
                return data_key, slot
        raise OfficeLocked(
            "office.password",
            "密码不正确，文件没有打开。请核对大小写后再试，或使用打印保存的恢复码。",
        )


def new_recovery_code() -> str:
    """Six groups of five: 128 random bits and 20 bits that find a slip of the pen."""
    return _recovery_text(secrets.token_bytes(16))


def read_recovery_code(text: str) -> str | None:
    """The canonical code if the text looks like one; a mistyped one is told from a wrong one."""
    plain = text.upper().replace("-", "").replace(" ", "")
    plain = plain.translate(str.maketrans("OIL", "011"))
    if len(plain) != 30 or any(character not in _ALPHABET for character in plain):
        return None
    number = 0
    for character in plain[:26]:
        number = number * 32 + _ALPHABET.index(character)
    if number >> 128:
        return None
    code = _recovery_text(number.to_bytes(16, "big"))
    if code.replace("-", "") != plain:
        raise OfficeLocked(
            "office.recovery_code", "恢复码抄写有误：校验位不符，请对照打印件逐组核对。"
        )
    return code


def _recovery_text(seed: bytes) -> str:
    number = int.from_bytes(seed, "big")
    check = int.from_bytes(hashlib.sha256(seed).digest()[:3], "big") >> 4
    digits = [_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5)]
    digits += [_ALPHABET[check >> shift & 31] for shift in range(15, -1, -5)]
    text = "".join(digits)
    return "-".join(text[start : start + 5] for start in range(0, 30, 5))


def _derive(secret: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=_TIME_COST,
        memory_cost=_MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def _wrap(data_key: DataKey, kind: str, name: str, secret: str) -> Slot:
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    salt = secrets.token_bytes(16)
    return Slot(kind, name, salt, aes_key_wrap(_derive(secret, salt), data_key.key + data_key.salt))


def _unwrap(slot: Slot, secret: str) -> DataKey | None:
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        plain = aes_key_unwrap(_derive(secret, slot.salt), slot.wrapped)
    except InvalidUnwrap:
        return None
    return DataKey(plain[:32], plain[32:])


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def read_envelope(path: Path) -> Envelope | None:
    """The envelope of a file; None for a plain one.

    A power cut in the midst of `write_envelope` may leave half an envelope in the head: then the
    spare one beside the file counts.
    """
    return _in_head(path) or _in_spare(path)


def write_envelope(path: Path, envelope: Envelope) -> None:
    """Writes the envelope into page 1. No connection may be open and no WAL left behind."""
    data = envelope.to_bytes()
    with path.open("r+b") as file:
        page = file.read(PAGE_SIZE)
        pointers = 112 + 2 * int.from_bytes(page[103:105], "big")
        content = int.from_bytes(page[105:107], "big") or 65_536
        room = min(content, _END) - _START
        if page[100] != 5 or pointers > _START or room < len(data):
            raise AssertionError("page 1 has no room for the key envelope")
        with _spare(path).open("wb") as spare:
            _put(spare, data)
        file.seek(_START)
        _put(file, data.ljust(room, b"\0"))
    _spare(path).unlink()


def mend_envelope(path: Path) -> None:
    """After a power cut: brings the head in order from the spare envelope. No connection is open."""
    envelope = _in_spare(path)
    if envelope and not _in_head(path):
        write_envelope(path, envelope)
    _spare(path).unlink(missing_ok=True)


def _in_head(path: Path) -> Envelope | None:
    with path.open("rb") as file:
        file.seek(_START)
        return Envelope.from_bytes(file.read(_END - _START))


def _in_spare(path: Path) -> Envelope | None:
    try:
        return Envelope.from_bytes(_spare(path).read_bytes())
    except FileNotFoundError:
        return None


def _spare(path: Path) -> Path:
    return path.with_name(path.name + "-key")


def _put(file: IO[bytes], data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())

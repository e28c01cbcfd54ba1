"""The posting index: which documents hold which keys (hashed character bigrams, hashed facts), in numpy.

Documents are numbered as they are added. The index is a few sealed segments of 256, 512, ... 32,768 documents,
merged like a binary counter, so that adding never rebuilds the whole and a document number within a segment
fits 16 bits. 100,000 passages of 160 keys take about 45 MB.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from base.errors import BadFile

Keys = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]

# At most so many bigrams of one passage are kept, those with the smallest hashes: a fair sample, and the same
# one in every text that holds them.
KEPT = 192
_SMALLEST = 256
_LARGEST = 32_768
# A query reads at most so many postings, its rarest keys first.
_BUDGET = 200_000
_FORMAT = 1


def text_keys(squashed: str) -> Keys:
    """The distinct character bigrams of a squashed text, hashed to 32 bits, smallest first."""
    codes = np.frombuffer(squashed.encode("utf-32-le"), dtype=np.uint32)
    if len(codes) < 2:
        return np.empty(0, np.uint32)
    mixed = codes[:-1] * np.uint32(0x9E3779B1) ^ codes[1:] * np.uint32(0x85EBCA77)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(13)
    return np.unique(mixed)


def name_keys(names: Iterable[str]) -> Keys:
    """Any strings, hashed to 32 bits."""
    return np.unique(np.array([zlib.crc32(name.encode()) for name in names], dtype=np.uint32))


@dataclass(frozen=True, slots=True)
class _Segment:
    """`size` documents from number `first` on. The documents that hold `keys[i]` are docs[starts[i]:starts[i+1]]."""

    first: int
    size: int
    keys: Keys
    starts: npt.NDArray[np.int32]
    docs: npt.NDArray[np.uint16]

    def spans(self, wanted: Keys) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where the postings of each wanted key begin, and how many there are."""
        at = np.searchsorted(self.keys, wanted)
        at[at == len(self.keys)] = 0
        known = self.keys[at] == wanted if len(self.keys) else np.zeros(len(wanted), bool)
        starts = self.starts[at].astype(np.int64)
        counts = np.where(known, self.starts[np.minimum(at + 1, len(self.keys))] - starts, 0)
        return starts, counts.astype(np.int64)


def _segment(first: int, size: int, keys: Keys, docs: npt.NDArray[np.uint16]) -> _Segment:
    order = np.argsort(keys, kind="stable")
    distinct, starts = np.unique(keys[order], return_index=True)
    return _Segment(first, size, distinct, np.append(starts, len(keys)).astype(np.int32), docs[order])


def _merge(one: _Segment, other: _Segment) -> _Segment:
    keys = np.concatenate([np.repeat(part.keys, np.diff(part.starts)) for part in (one, other)])
    docs = np.concatenate([one.docs, other.docs + np.uint16(one.size)])
    return _segment(one.first, one.size + other.size, keys, docs)


@dataclass
class PostingIndex:
    """Documents by key. Adding is cheap (docs/triage.md has how fast a query is)."""

    _segments: list[_Segment] = field(default_factory=list)
    _pending: list[Keys] = field(default_factory=list)
    _tail: _Segment | None = None

    def __len__(self) -> int:
        return sum(segment.size for segment in self._segments) + len(self._pending)

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        parts = [*self._segments, *([self._tail] if self._tail else [])]
        arrays = sum(part.keys.nbytes + part.starts.nbytes + part.docs.nbytes for part in parts)
        return arrays + sum(keys.nbytes for keys in self._pending)

    def add(self, keys: Keys) -> int:
        """Add one document; its number."""
        number = len(self)
        self._pending.append(keys)
        self._tail = None
        if len(self._pending) == _SMALLEST:
            self._segments.append(self._seal())
            self._pending.clear()
            while len(self._segments) > 1 and self._segments[-1].size == self._segments[-2].size < _LARGEST:
                last = self._segments.pop()
                self._segments[-1] = _merge(self._segments[-1], last)
        return number

    def _seal(self) -> _Segment:
        lengths = [len(keys) for keys in self._pending]
        docs = np.repeat(np.arange(len(lengths), dtype=np.uint16), lengths)
        first = sum(segment.size for segment in self._segments)
        keys = np.concatenate(self._pending) if lengths else np.empty(0, np.uint32)
        return _segment(first, len(lengths), keys, docs)

    def scores(self, wanted: Keys) -> Scores:
        """For every document the sum of the rarities of the wanted keys that it holds."""
        if self._pending and self._tail is None:
            self._tail = self._seal()
        parts = [*self._segments, *([self._tail] if self._tail else [])]
        result = np.zeros(len(self), np.float32)
        spans = [part.spans(wanted) for part in parts]
        if not spans or not len(wanted):
            return result
        total = np.sum([counts for _, counts in spans], axis=0)
        rarity = np.log((len(self) + 1) / (total + 0.5)).clip(0)
        chosen = np.argsort(total, kind="stable")
        chosen = chosen[(np.cumsum(total[chosen]) <= _BUDGET) & (total[chosen] > 0)]
        for part, (starts, counts) in zip(parts, spans, strict=True):
            lengths = counts[chosen]
            ends = np.cumsum(lengths)
            if not len(ends) or not ends[-1]:
                continue
            at = np.arange(ends[-1]) + np.repeat(starts[chosen] - (ends - lengths), lengths)
            weights = np.repeat(rarity[chosen], lengths)
            result[part.first : part.first + part.size] = np.bincount(
                part.docs[at], weights, minlength=part.size
            )
        return result

    def arrays(self, prefix: str) -> dict[str, npt.NDArray[Any]]:
        """All there is to save, by name."""
        parts = [*self._segments, *([self._seal()] if self._pending else [])]
        shape = np.array([[part.first, part.size] for part in parts], np.int64).reshape(-1, 2)
        saved: dict[str, npt.NDArray[Any]] = {
            f"{prefix}.shape": shape,
            f"{prefix}.pending": np.array([len(self._pending)]),
        }
        for at, part in enumerate(parts):
            saved[f"{prefix}.{at}.keys"], saved[f"{prefix}.{at}.starts"] = part.keys, part.starts
            saved[f"{prefix}.{at}.docs"] = part.docs
        return saved

    @classmethod
    def from_arrays(cls, saved: "np.lib.npyio.NpzFile", prefix: str) -> "PostingIndex":
        """The index that `arrays` described."""
        segments = [
            _Segment(
                int(first),
                int(size),
                *(saved[f"{prefix}.{at}.{name}"] for name in ("keys", "starts", "docs")),
            )
            for at, (first, size) in enumerate(saved[f"{prefix}.shape"])
        ]
        index = cls(segments)
        if int(saved[f"{prefix}.pending"][0]):
            index._pending = _unseal(segments.pop())
        return index


def _unseal(part: _Segment) -> list[Keys]:
    keys = np.repeat(part.keys, np.diff(part.starts))
    return [keys[part.docs == number] for number in range(part.size)]


def save(path: Path, indexes: dict[str, PostingIndex], extra: dict[str, npt.NDArray[Any]]) -> None:
    """Write indexes beside the database, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {
        name: array for prefix, index in indexes.items() for name, array in index.arrays(prefix).items()
    }
    partial = path.with_suffix(".part.npz")
    np.savez(partial, allow_pickle=False, format=np.array([_FORMAT]), **arrays, **extra)
    partial.replace(path)


def load(path: Path, names: Sequence[str]) -> tuple[dict[str, PostingIndex], dict[str, npt.NDArray[Any]]]:
    """What `save` wrote. Raises BadFile for any other file; the index can always be made again."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as saved:
            if int(saved["format"][0]) != _FORMAT:
                raise BadFile(f"The index {path} is of another version; delete it and it is made again.")
            indexes = {name: PostingIndex.from_arrays(saved, name) for name in names}
            known = tuple(f"{name}." for name in names)
            extra = {key: saved[key] for key in saved.files if key != "format" and not key.startswith(known)}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        raise BadFile(
            f"The index {path} cannot be read ({error}); delete it and it is made again."
        ) from error
    return indexes, extra

"""The settings of ChatServer: one dataclass per table of the TOML file, defaults included."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may take. Seconds and counts."""

    flood: bool = True
    max_clients: int = 10_000
    registration_timeout: float = 30
    ping_interval: float = 90
    ping_timeout: float = 60


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who may keep order; the password is plain text or an scrypt hash."""

    password: str


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. ``name`` stands on the wire, ``network`` is what people see."""

    name: str = "chat.local"
    network: str = "chat"
    description: str = ""
    host: str = ""
    port: int = 6667
    password: str = ""
    data_dir: Path | None = None
    motd: str = ""
    lobby: str = "#lobby"
    lobby_autojoin: bool = True
    operators: dict[str, Operator] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

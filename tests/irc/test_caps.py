"""Capabilities as bits."""

from __future__ import annotations

from chat_tk.irc import caps


def test_each_capability_has_its_own_bit() -> None:
    """No two share a bit, and none is the bit of the plain dialect."""
    every = 0
    for bit in (*caps.BITS.values(), caps.PLAIN):
        assert bit.bit_count() == 1
        assert not every & bit
        every |= bit


def test_constants_are_called_like_their_capabilities() -> None:
    """``away-notify`` is ``AWAY_NOTIFY``."""
    for name, bit in caps.BITS.items():
        word = name.removeprefix("draft/").replace("soju.im/", "soju-")
        assert getattr(caps, word.upper().replace("-", "_")) == bit


def test_names() -> None:
    """Bits become names again, in alphabetical order; the plain dialect has none."""
    assert caps.names(caps.SASL | caps.BATCH | caps.PLAIN) == ["batch", "sasl"]
    assert caps.names(sum(caps.BITS.values())) == sorted(caps.BITS)

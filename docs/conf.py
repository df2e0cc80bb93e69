"""Settings of Sphinx: ``python -m sphinx -n -W -b html docs docs/_build/html``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from chat_tk import __version__

project = "chat_tk"
author = "The chat_tk developers"
copyright = "2026, The chat_tk developers"  # noqa: A001  the name that Sphinx asks for
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_copybutton", "sphinx_design", "docstrings", "tables"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "chat_tk"
html_static_path = ["_static"]
exclude_patterns = ["_build"]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
suppress_warnings = ["ref.python"]  # names that two modules have, seen where an annotation says only the name
nitpick_ignore_regex = [
    ("py:.*", r"(?!chat_tk\.).*"),  # Python's own names: the documentation builds without a network
    ("py:.*", r"chat_tk\..*\.[TR]"),
]

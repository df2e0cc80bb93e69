"""One file per verb; `server.registry` finds them through the imports in this file."""

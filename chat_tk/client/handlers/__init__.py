"""One file per verb or group of numerics; `client.session` finds them through the imports in this file."""

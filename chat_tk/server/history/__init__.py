"""What was said, kept in SQLite: committed before it is delivered, read by who was meant to read it.

``database``   the files: made, checked, set aside, opened
``recorder``   the core's side: what a beat brought, written as one transaction
``archive``    the whole: start, commit, trouble and its end, questions, stop
``reader``     pages of the past, on a thread of its own
``keeper``     what nobody waits for: checkpoints, the days that are over, the index
``finder``     full-text search in that index

No other package imports ``sqlite3`` for what was said.
"""

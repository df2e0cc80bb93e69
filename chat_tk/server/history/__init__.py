"""What was said, kept in SQLite: committed before it is delivered, read by who was meant to read it.

``database``   the files: made, checked, set aside, opened
``waiting``    what is noted and not written yet
``recorder``   the core's side: what a beat brought is noted
``writer``     and written as one transaction
``archive``    the whole: start, commit, trouble and its end, stop
``tidying``    when the keeper is to tidy up
``complaints`` what the host reads of trouble
``questions``  who may ask for what
``single``     one message, found by its id
``reader``     pages of the past, on a thread of its own
``keeper``     what nobody waits for: checkpoints, the days that are over, the index
``index``      the words of what was said, in a file of their own
``finder``     full-text search in that index

No other package imports ``sqlite3`` for what was said.
"""

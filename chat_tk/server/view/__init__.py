"""The windows of ChatServer. A line for each file, in the order in which one may read them.

The whole:

    ``window``     the parts put together: it fulfils ``screen.Screen``
    ``fit``        how large it is
    ``keys``       the keys of the whole
    ``shortcuts``  the window that tells them all
    ``header``     how the chat is, what to tell people
    ``strip``      the first time: its name, its password
    ``big``        its address over the whole screen
    ``note``       what was done, perhaps to be undone

The tabs:

    ``page``       a tab with a list
    ``people``     who is here
    ``lists``      rooms, raised hands, bans
    ``columns``    what stands in their cells
    ``log``        what happened
    ``log_lines``  ... in its widget
    ``statistics`` the last hour, the last day
    ``settings``   all settings
    ``setting``    one of them, as a row

Small parts:

    ``boxes``      what the host is asked
    ``parts``      what every part is made of
"""

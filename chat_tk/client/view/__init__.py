"""The windows of ChatClient. A line for each file, in the order in which one may read them.

Before the chat:

    ``join``        the dialog
    ``joinform``    what it asks
    ``field``       a label, an entry, a line that helps
    ``options``     more options, closed by default
    ``choices``     the list of chats
    ``checks``      what was typed, as values
    ``checkup``     the check of the network

The chat window:

    ``chat``        the parts put together: it fulfils ``screen.Screen``
    ``layout``      where they stand, also where it is narrow
    ``beside``      what it only hands on to them
    ``wishes``      what is pressed for: boxes, bars, windows
    ``keys``        the keys of the window
    ``shortcuts``   the page that tells them all
    ``windowmenu``  the menu, with all that can be done
    ``comfort``     what belongs to the person, not to the chat
    ``attention``   whether the person looks
    ``look``        light or dark, as it was chosen
    ``header``      the title, the topic, what can be done with the room
    ``sidebar``     the rooms
    ``roomlist``    finding a room
    ``people``      who is here
    ``person``      who somebody is
    ``personmenu``  what can be done with somebody
    ``strips``      what can be answered with one button
    ``phrases``     sentences that several parts say

The lines:

    ``area``        which of a room's lines stand in the widget
    ``stretch``     ... as one stretch of them
    ``story``       lines as the blocks that are drawn
    ``storytags``   the tags that they need
    ``clock``       when it was
    ``newmark``     where the new ones begin
    ``pace``        when they are drawn
    ``missed``      how many came below
    ``touch``       what pointer and keys do there
    ``linemenu``    what can be done with a line
    ``linebar``     the bar beside it
    ``clip``        lines, as they are copied
    ``findbar``     searching
    ``finding``     ... in the lines that are here
    ``found``       ... on the server
    ``rows``        names of rows for any text

Writing:

    ``compose``     the foot of the window
    ``toolbar``     bold, italic, code
    ``replies``     what is answered
    ``pasted``      many lines at once
    ``typing``      who else is writing
    ``emojipicker`` finding an emoji

Other windows:

    ``settings``    pages of what can be chosen
    ``settingrows`` their rows
    ``wirelog``     the network log
"""

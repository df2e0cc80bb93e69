"""Tk shared by both programs. Knows no model, no controller. A line for each file.

The window:

    ``start``          all that must be right before Tk runs, and the root
    ``pump``           the one place that polls
    ``aside``          work that may take a moment, beside the window
    ``garbage``        collected on the thread of the widgets alone
    ``keys``           what differs between systems in keys, and what they are called
    ``idle``           how long nobody has touched keyboard and mouse
    ``idle_systems``   ... as each system says it
    ``abilities``      what can be done here, for ``--self-test``

The look:

    ``theme``          sizes and colours, live
    ``colours``        palettes, contrast
    ``system_look``    whether the desktop is light or dark
    ``styles``         ttk on ``clam``
    ``indicators``     boxes and buttons with ticks
    ``marks``          ... as pictures
    ``discs``          soft edges on a canvas
    ``titlebar``       light or dark like the window
    ``fonts``          measuring text, making it safe for Tk
    ``png``            PNG files as bytes

Small parts:

    ``planned``        what a widget does a little later, once
    ``widgets``        buttons, entries, the keys that people expect
    ``entries``        ... in each field for one line
    ``entryhint``      words in an empty entry
    ``tips``           words where the pointer rests
    ``menus``          pop-up menus
    ``flow``           a row of buttons that goes on below
    ``scrolled``       a frame higher than its place
    ``dialogs``        a message, a choice, a line of text
    ``form``           a box with several fields
    ``sheet``          a window that hinders nobody
    ``files``          asking for a file
    ``keylist``        a page of keys, and what they do

Lists:

    ``rowlist``        rooms or people, drawn where they are seen
    ``rows``           what its rows are made of
    ``rowdrawing``     how one is drawn
    ``table``          many live rows, sorted and filtered
    ``tablerows``      what stands in its cells
    ``tablecolumns``   how wide they are
    ``tablemenu``      the menu of its rows

Texts with colours, links, emoji:

    ``blocks``         what an area is made of
    ``blocktext``      ... in a Text
    ``richtext``       ... that keeps its place
    ``reading``        where a person reads in it
    ``walking``        walking through it by keyboard
    ``inks``           its tags
    ``looks``          how they are drawn
    ``textlinks``      links
    ``linkhint``       where one leads
    ``copying``        a part of it as plain text
    ``emoji``          emoji in texts, and their names
    ``emoji_pictures`` their pictures
    ``pictured``       ... in the blocks
    ``emoji_grid``     ... to be picked

Writing:

    ``composer``       where a message is written
    ``writing``        a Text to write in
    ``undo``           undo and redo
    ``sent``           what was sent before
    ``completing``     what a word can become
    ``tabbing``        Tab goes through that
    ``suggestions``    ... and shows it

Plots:

    ``board``          several, with one axis of time
    ``plot``           one of them
    ``scale``          the arithmetic of axes
    ``shapes``         what a picture is made of
    ``svg``            ... as a file
"""

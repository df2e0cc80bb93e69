"""ChatServer: opens a chat. A line for each file, in the order in which one may read them.

How it starts, and in what:

    ``__main__``         arguments, then a window or the terminal
    ``arguments``        the flags
    ``opening``          with what it opens: settings, folder, port
    ``windowed``         the window, and behind it
    ``hosting``          the chat, put together
    ``headless``         the chat in a terminal
    ``stdout``           its log
    ``stderr``           its complaints
    ``signals``          stop, read the settings again
    ``ready``            telling who has started it
    ``launching``        starting ChatClient

The whole:

    ``model``            ChatServer: started and stopped as one
    ``entrance``         all doors
    ``doorman``          who may still come in
    ``encryption``       what TLS is opened with
    ``clients``          between a reader's thread and the core
    ``decoding``         bytes in, a message or a text out
    ``announce``         what the network is told
    ``events``           what whoever watches is told

The core's thread, from line to line:

    ``core``             the beat
    ``inbox``            what waits for it, and its rest
    ``hall``             who is connected, from arrival to departure
    ``hearing``          what they say, carried out in its order
    ``turns``            long answers, one after the other
    ``several``          messages in a row
    ``errands``          what takes too long, and guesses at passwords
    ``silence``          who says nothing
    ``farewell``         the end, step by step
    ``registry``         the table of commands, and the checks before a call
    ``commands``         one file for each verb
    ``reply``            answers, with their labels
    ``telling``          what would be an answer, to who has not asked
    ``told``             one thing that users are told
    ``dialects``         as bytes, for each profile
    ``plain``            in plain text
    ``conversation``     with people at plain text
    ``delivery``         to whom
    ``roomlog``          what a room is told in a beat
    ``chat``             what all of them work on
    ``contracts``        what they need of others

The rules:

    ``state``            who is where and may what
    ``limits``           how much, written once
    ``lookup``           who and what a command means
    ``actions``          what commands and the host both do
    ``registration``     from a connection to somebody in the chat
    ``greeting``         the welcome
    ``rooms``            what one is told of a room
    ``premises``         rooms made, renamed, closed
    ``channel_modes``    their modes
    ``presence``         who watches for a name
    ``speech``           what is said
    ``lines``            messages of several lines
    ``order``            who may write, hands, the pause
    ``floor``            who has the floor
    ``redaction``        taking back
    ``lately``           what was said lately
    ``recall``           what was said before, in words
    ``moments``          times, in words
    ``selectors``        what is asked of the past
    ``marks``            how far people have read
    ``marking``          who is told of that
    ``metadata``         what people say of themselves
    ``metadata_shown``   who is shown it
    ``metadata_replies`` the words of its drafts

Names, passwords, bans:

    ``owners``           registered names
    ``accounts``         on disk, with all that belongs to them
    ``login``            logging in, registering
    ``nickserv``         for programs without SASL
    ``passwords``        as they are kept
    ``bans``             who may not come in
    ``banning``          made, told, carried out

What is kept:

    ``history``          in SQLite: its own index stands there
    ``records``          a told value as a row, and back

Settings:

    ``config``           the values
    ``checks``           what each may be
    ``settings_file``    the file
    ``toml_text``        written
    ``settings``         changed while the chat goes on
    ``catalogue``        as a window shows them
    ``preferences``      as the window changes them

The host's window:

    ``host``             what the host does, on the core's thread
    ``controller``       between the chat and the window
    ``screen``           what both need of each other
    ``values``           rows, lines, samples
    ``sampling``         what has changed in them
    ``reporting``        what is shown
    ``describe``         an event as a line of the log
    ``sentences``        the same in the window
    ``called``           what people and rooms are called in it
    ``statistics``       the last hour and day
    ``found``            what a search found
    ``export``           the log as files
    ``inviting``         what to tell people
    ``fields``           what is wrong with what is typed
    ``view``             Tk, and nothing else
"""

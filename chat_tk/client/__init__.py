"""ChatClient: joins a chat. A line for each file, in the order in which one may read them.

How it starts, and in what:

    ``__main__``        arguments, then windows or the terminal
    ``front``           the windows, one after the other
    ``reception``       before the chat: the dialog, and what stands behind it
    ``membership``      in a chat: its connection, its controller, its window
    ``personal``        what is the person's and no chat's: settings, looks, being told
    ``around``          what the controller needs of those around it
    ``console``         the terminal client
    ``terminal``        its lines, above what is being typed
    ``console_screen``  the chat as lines of text
    ``console_news``    answers as lines of text
    ``udp_console``     the terminal client over UDP

Finding a chat, getting there:

    ``place``           what was typed, as a place to connect to
    ``myself``          a name to begin with
    ``config``          the name, and the chats of the last times
    ``known``           the servers that were met, by their certificates
    ``looking``         looking for chats while the dialog is open
    ``finding``         those that were found, as a list
    ``hosting``         starting a chat on this computer
    ``checking``        why nobody appears in the list: asked
    ``checkup``         ... and answered, with one remedy each
    ``failures``        why there is no connection, in words

The connection:

    ``model``           ChatClient: its threads, told as events
    ``events``          what the parts tell each other
    ``intake``          what it has told, worked off between two keys
    ``wire``            the network log

What is known of the chat, from line to line:

    ``session``         messages in, changes out
    ``handshake``       until one is in: capabilities, login, name
    ``login``           SASL
    ``standing``        connected, in, since when
    ``handlers``        what comes of a message: one file for each verb
    ``usual``           ... and of most of them, in a row
    ``batches``         what comes in batches
    ``book``            what was said in all rooms: every change of a line passes here
    ``house``           all rooms: opened, closed, renamed
    ``rooms``           one room: who is in it, what was said
    ``backlog``         its lines, bounded, each once
    ``order``           its people, in the order of the list
    ``movement``        comings and goings as one line
    ``happenings``      what happens beside what is said, as sentences
    ``remarks``         what stands at a line beside its text
    ``reactions``       who reacted to it
    ``people``          what is known of people
    ``latenames``       ... and became known only later
    ``inquiries``       what was asked, while answers come in pieces
    ``writing``         who is writing
    ``outbox``          one's own messages, until they are confirmed
    ``abilities``       what this chat can do

What was said before:

    ``history``         on entering a room
    ``paging``          which page, in what words
    ``playback``        comings and goings of the past, as lines
    ``seeking``         going to a message that may not be here yet

What the person does:

    ``deeds``           as the window calls it
    ``slash``           /commands
    ``slash_talk``      ... to talk
    ``slash_rooms``     ... about rooms
    ``desk``            their table, and what they work on
    ``speech``          saying, answering, reacting, taking back
    ``roaming``         going about in the rooms
    ``rights``          keeping order
    ``oneself``         away, name, status, hand
    ``asking``          questions to the chat
    ``refusal``         what cannot be had

Between all that and the window:

    ``controller``      the chat, put together
    ``screen``          what it needs of a window
    ``stage``           the changes become calls of the screen
    ``values``          lines, people, rooms, as a window is given them
    ``details``         who somebody is, which rooms there are, what was found
    ``choices``         what was chosen in the settings
    ``preferences``     ... kept in a file

Getting in, staying, leaving:

    ``arrival``         who waits until one is in
    ``setbacks``        what does not go as wanted
    ``staying``         a network that breaks
    ``pulse``           whether the other side is still there
    ``pauses``          when to try again
    ``reentry``         the rooms of the last time, entered again
    ``returning``       what is put right on coming back
    ``ending``          every way out

What is kept:

    ``keeping``         drafts and open conversations, while the chat runs
    ``memory``          of one chat, from one time to the next
    ``windowsize``      of the chat window, from one time to the next
    ``drafts``          what was typed and not sent
    ``files``           small files, whole at every moment
    ``export``          lines of a room as a text or a page

Telling who looks elsewhere:

    ``attention``       of what to hear at once
    ``alerts``          the one that waits to be told
    ``notify``          pop-up, flash, sound
    ``desktops``        ... of each system
    ``windows_desktop`` ... of Windows
    ``flashing``        ... of X11

The windows:

    ``view``            Tk, and nothing else
"""

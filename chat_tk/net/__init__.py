"""Threads and sockets, shared by both programs. Knows bytes and lines, no rules of chat. A line for each file.

Threads:

    ``worker``          one thread and one inbox
    ``watch``           one thread over several sockets
    ``wakeup``          waiting, and being woken

A connection:

    ``connection``      its reader
    ``outgoing``        what is sent, and its end
    ``drainer``         what a full socket left over
    ``reading``         from bytes to a door and to lines
    ``resting``         how long, in a flood
    ``doors``           what is knocking
    ``telnet``          what telnet programs say to each other
    ``tls``             over a socket that two threads use
    ``certificates``    one's own, others', and what is compared
    ``spoken``          a fingerprint in words
    ``liveness``        whether the other side is still there
    ``ended``           why it is over

Being reached:

    ``ports``           sockets at a port of this computer
    ``listener``        who comes
    ``firewall``        what may keep others out

Reaching:

    ``typed``           what was typed, as an address
    ``address``         what counts as one with it
    ``dial``            all addresses of a name
    ``reach``           ... with TLS or without

UDP:

    ``datagram``        the door
    ``datagram_member`` one who came by it
    ``datagrams``       what fits into one
    ``datagram_client`` a program's own side

The network around:

    ``discovery``       what a chat tells of itself
    ``announcer``       telling it
    ``browser``         hearing it
    ``interfaces``      the networks that this computer is in
    ``local``           ... as the system alone tells them
    ``abilities``       what can be done here, for ``--self-test``
"""

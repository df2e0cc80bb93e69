"""The pure floor: text in, values out. No socket, thread, clock, file or Tk. A line for each file.

Lines:

    ``lines``       bytes in, lines out
    ``message``     a line as a value, and back
    ``multiline``   messages of several lines
    ``numerics``    all numerics, each written once

Names:

    ``names``       which are good, and which are the same
    ``casemapping`` ... on other servers
    ``naming``      what people and rooms are called on the screen
    ``masks``       patterns for them
    ``modes``       mode strings as changes, and back

What both sides can do:

    ``caps``        capabilities as bits
    ``isupport``    what a server says of itself
    ``own``         our own client tags
    ``metadata``    what people say of themselves
    ``sasl``        logging in
    ``scram``       ... without showing the password

Text:

    ``markup``      HTML tags, colour codes, spans to draw
"""

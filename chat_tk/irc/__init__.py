"""The pure floor: text in, values out. No socket, thread, clock, file or Tk is imported here."""

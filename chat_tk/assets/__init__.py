"""Icons, emoji and translations that travel with the programs."""

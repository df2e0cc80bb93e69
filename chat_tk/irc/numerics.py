"""Numerics as rows: each is written once, here, and nowhere is its text typed again.

A row's ``text`` is the format of what follows the nick: ``{0}``, ``{1}`` ... are the parameters given to ``fill``; the
part after `` :`` is the trailing parameter, and a lone ``{*}`` stands for all that are given.
Sources: Modern IRC "Numerics", RFC 2812 section 5 where that is silent, and the IRCv3 specifications (MONITOR, SASL,
bot mode, WHOX). Left out is what only linked servers, services or traces send.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

_ALL = "{*}"


class Numeric(NamedTuple):
    """One numeric reply: its three digits, its name in the specification, the format of its parameters."""

    code: str
    name: str
    text: str

    @property
    def text_at(self) -> int | None:
        """Which parameter of the message (the nick is the first, 0) is its trailing text; None: none always is."""
        middle, trailing = _split(self.text)
        return None if trailing is None or middle == (_ALL,) else len(middle) + 1

    def fill(self, *params: object) -> tuple[str, ...]:
        """The parameters after the nick, each fit for its place whatever was given. Raises IndexError for too few."""
        middle, trailing = _split(self.text)
        if middle == (_ALL,):
            words = [str(param) for param in params]
            last = words[-1:] if trailing is None else [trailing]
            return (*map(fit, words[:-1] if trailing is None else words), *last)
        words = [fit(word.format(*params)) for word in middle]
        return tuple(words) if trailing is None else (*words, trailing.format(*params))


@lru_cache(maxsize=512)
def _split(text: str) -> tuple[tuple[str, ...], str | None]:
    """The formats of the words, and of the trailing parameter if there is one."""
    middle, colon, trailing = f" {text}".partition(" :")
    return tuple(middle.split()), trailing if colon else None


def fit(word: str) -> str:
    """``word`` as a parameter that is not the last one: what a client made up must not move its neighbours."""
    return word if word and " " not in word and word[0] != ":" else f"_{word}".replace(" ", "_") if word else "*"


# Registration and what the server is
RPL_WELCOME = Numeric("001", "RPL_WELCOME", ":Welcome to the {0} Network, {1}")
RPL_YOURHOST = Numeric("002", "RPL_YOURHOST", ":Your host is {0}, running version {1}")
RPL_CREATED = Numeric("003", "RPL_CREATED", ":This server was created {0}")
RPL_MYINFO = Numeric("004", "RPL_MYINFO", "{0} {1} {2} {3} {4}")
RPL_ISUPPORT = Numeric("005", "RPL_ISUPPORT", "{*} :are supported by this server")
RPL_BOUNCE = Numeric("010", "RPL_BOUNCE", "{0} {1} :{2}")

# Replies
RPL_STATSCOMMANDS = Numeric("212", "RPL_STATSCOMMANDS", "{0} {1}")
RPL_STATSKLINE = Numeric("216", "RPL_STATSKLINE", "K {0} * * :{1}")
RPL_ENDOFSTATS = Numeric("219", "RPL_ENDOFSTATS", "{0} :End of /STATS report")
RPL_UMODEIS = Numeric("221", "RPL_UMODEIS", "{0}")
RPL_STATSUPTIME = Numeric("242", "RPL_STATSUPTIME", ":Server Up {0} days {1}")
RPL_STATSOLINE = Numeric("243", "RPL_STATSOLINE", "O {0} * {1}")
RPL_LUSERCLIENT = Numeric("251", "RPL_LUSERCLIENT", ":There are {0} users and {1} invisible on {2} servers")
RPL_LUSEROP = Numeric("252", "RPL_LUSEROP", "{0} :operator(s) online")
RPL_LUSERUNKNOWN = Numeric("253", "RPL_LUSERUNKNOWN", "{0} :unknown connection(s)")
RPL_LUSERCHANNELS = Numeric("254", "RPL_LUSERCHANNELS", "{0} :channels formed")
RPL_LUSERME = Numeric("255", "RPL_LUSERME", ":I have {0} clients and {1} servers")
RPL_ADMINME = Numeric("256", "RPL_ADMINME", "{0} :Administrative info")
RPL_ADMINLOC1 = Numeric("257", "RPL_ADMINLOC1", ":{0}")
RPL_ADMINLOC2 = Numeric("258", "RPL_ADMINLOC2", ":{0}")
RPL_ADMINEMAIL = Numeric("259", "RPL_ADMINEMAIL", ":{0}")
RPL_TRYAGAIN = Numeric("263", "RPL_TRYAGAIN", "{0} :Please wait a while and try again.")
RPL_LOCALUSERS = Numeric("265", "RPL_LOCALUSERS", "{0} {1} :Current local users {0}, max {1}")
RPL_GLOBALUSERS = Numeric("266", "RPL_GLOBALUSERS", "{0} {1} :Current global users {0}, max {1}")
RPL_WHOISCERTFP = Numeric("276", "RPL_WHOISCERTFP", "{0} :has client certificate fingerprint {1}")
RPL_NONE = Numeric("300", "RPL_NONE", ":{0}")
RPL_AWAY = Numeric("301", "RPL_AWAY", "{0} :{1}")
RPL_USERHOST = Numeric("302", "RPL_USERHOST", ":{0}")
RPL_ISON = Numeric("303", "RPL_ISON", ":{0}")
RPL_UNAWAY = Numeric("305", "RPL_UNAWAY", ":You are no longer marked as being away")
RPL_NOWAWAY = Numeric("306", "RPL_NOWAWAY", ":You have been marked as being away")
RPL_WHOISREGNICK = Numeric("307", "RPL_WHOISREGNICK", "{0} :has identified for this nick")
RPL_WHOISUSER = Numeric("311", "RPL_WHOISUSER", "{0} {1} {2} * :{3}")
RPL_WHOISSERVER = Numeric("312", "RPL_WHOISSERVER", "{0} {1} :{2}")
RPL_WHOISOPERATOR = Numeric("313", "RPL_WHOISOPERATOR", "{0} :is an IRC operator")
RPL_WHOWASUSER = Numeric("314", "RPL_WHOWASUSER", "{0} {1} {2} * :{3}")
RPL_ENDOFWHO = Numeric("315", "RPL_ENDOFWHO", "{0} :End of WHO list")
RPL_WHOISIDLE = Numeric("317", "RPL_WHOISIDLE", "{0} {1} {2} :seconds idle, signon time")
RPL_ENDOFWHOIS = Numeric("318", "RPL_ENDOFWHOIS", "{0} :End of /WHOIS list")
RPL_WHOISCHANNELS = Numeric("319", "RPL_WHOISCHANNELS", "{0} :{1}")
RPL_WHOISSPECIAL = Numeric("320", "RPL_WHOISSPECIAL", "{0} :{1}")
RPL_LISTSTART = Numeric("321", "RPL_LISTSTART", "Channel :Users  Name")
RPL_LIST = Numeric("322", "RPL_LIST", "{0} {1} :{2}")
RPL_LISTEND = Numeric("323", "RPL_LISTEND", ":End of /LIST")
RPL_CHANNELMODEIS = Numeric("324", "RPL_CHANNELMODEIS", "{*}")
RPL_UNIQOPIS = Numeric("325", "RPL_UNIQOPIS", "{0} {1}")
RPL_CREATIONTIME = Numeric("329", "RPL_CREATIONTIME", "{0} {1}")
RPL_WHOISACCOUNT = Numeric("330", "RPL_WHOISACCOUNT", "{0} {1} :is logged in as")
RPL_NOTOPIC = Numeric("331", "RPL_NOTOPIC", "{0} :No topic is set")
RPL_TOPIC = Numeric("332", "RPL_TOPIC", "{0} :{1}")
RPL_TOPICWHOTIME = Numeric("333", "RPL_TOPICWHOTIME", "{0} {1} {2}")
RPL_WHOISBOT = Numeric("335", "RPL_WHOISBOT", "{0} :is a bot")
RPL_INVITELIST = Numeric("336", "RPL_INVITELIST", "{0}")
RPL_ENDOFINVITELIST = Numeric("337", "RPL_ENDOFINVITELIST", ":End of /INVITE list")
RPL_WHOISACTUALLY = Numeric("338", "RPL_WHOISACTUALLY", "{0} {1} :is actually using host")
RPL_INVITING = Numeric("341", "RPL_INVITING", "{0} {1}")
RPL_INVEXLIST = Numeric("346", "RPL_INVEXLIST", "{0} {1} {2} {3}")
RPL_ENDOFINVEXLIST = Numeric("347", "RPL_ENDOFINVEXLIST", "{0} :End of Channel Invite Exception List")
RPL_EXCEPTLIST = Numeric("348", "RPL_EXCEPTLIST", "{0} {1} {2} {3}")
RPL_ENDOFEXCEPTLIST = Numeric("349", "RPL_ENDOFEXCEPTLIST", "{0} :End of channel exception list")
RPL_VERSION = Numeric("351", "RPL_VERSION", "{0} {1} :{2}")
RPL_WHOREPLY = Numeric("352", "RPL_WHOREPLY", "{0} {1} {2} {3} {4} {5} :0 {6}")
RPL_NAMREPLY = Numeric("353", "RPL_NAMREPLY", "{0} {1} :{2}")
RPL_WHOSPCRPL = Numeric("354", "RPL_WHOSPCRPL", "{*}")
RPL_LINKS = Numeric("364", "RPL_LINKS", "{0} {1} :{2} {3}")
RPL_ENDOFLINKS = Numeric("365", "RPL_ENDOFLINKS", "{0} :End of /LINKS list")
RPL_ENDOFNAMES = Numeric("366", "RPL_ENDOFNAMES", "{0} :End of /NAMES list")
RPL_BANLIST = Numeric("367", "RPL_BANLIST", "{0} {1} {2} {3}")
RPL_ENDOFBANLIST = Numeric("368", "RPL_ENDOFBANLIST", "{0} :End of channel ban list")
RPL_ENDOFWHOWAS = Numeric("369", "RPL_ENDOFWHOWAS", "{0} :End of WHOWAS")
RPL_INFO = Numeric("371", "RPL_INFO", ":{0}")
RPL_MOTD = Numeric("372", "RPL_MOTD", ":{0}")
RPL_ENDOFINFO = Numeric("374", "RPL_ENDOFINFO", ":End of INFO list")
RPL_MOTDSTART = Numeric("375", "RPL_MOTDSTART", ":- {0} Message of the day -")
RPL_ENDOFMOTD = Numeric("376", "RPL_ENDOFMOTD", ":End of /MOTD command")
RPL_WHOISHOST = Numeric("378", "RPL_WHOISHOST", "{0} :is connecting from {1}")
RPL_WHOISMODES = Numeric("379", "RPL_WHOISMODES", "{0} :is using modes {1}")
RPL_YOUREOPER = Numeric("381", "RPL_YOUREOPER", ":You are now an IRC operator")
RPL_REHASHING = Numeric("382", "RPL_REHASHING", "{0} :Rehashing")
RPL_TIME = Numeric("391", "RPL_TIME", "{0} {1} {2} :{3}")
RPL_HOSTHIDDEN = Numeric("396", "RPL_HOSTHIDDEN", "{0} :is now your displayed host")

# Errors
ERR_UNKNOWNERROR = Numeric("400", "ERR_UNKNOWNERROR", "{0} :{1}")
ERR_NOSUCHNICK = Numeric("401", "ERR_NOSUCHNICK", "{0} :No such nick/channel")
ERR_NOSUCHSERVER = Numeric("402", "ERR_NOSUCHSERVER", "{0} :No such server")
ERR_NOSUCHCHANNEL = Numeric("403", "ERR_NOSUCHCHANNEL", "{0} :No such channel")
ERR_CANNOTSENDTOCHAN = Numeric("404", "ERR_CANNOTSENDTOCHAN", "{0} :Cannot send to channel")
ERR_TOOMANYCHANNELS = Numeric("405", "ERR_TOOMANYCHANNELS", "{0} :You have joined too many channels")
ERR_WASNOSUCHNICK = Numeric("406", "ERR_WASNOSUCHNICK", "{0} :There was no such nickname")
ERR_TOOMANYTARGETS = Numeric("407", "ERR_TOOMANYTARGETS", "{0} :Too many targets")
ERR_NOORIGIN = Numeric("409", "ERR_NOORIGIN", ":No origin specified")
ERR_INVALIDCAPCMD = Numeric("410", "ERR_INVALIDCAPCMD", "{0} :Invalid CAP command")
ERR_NORECIPIENT = Numeric("411", "ERR_NORECIPIENT", ":No recipient given ({0})")
ERR_NOTEXTTOSEND = Numeric("412", "ERR_NOTEXTTOSEND", ":No text to send")
ERR_NOTOPLEVEL = Numeric("413", "ERR_NOTOPLEVEL", "{0} :No toplevel domain specified")
ERR_WILDTOPLEVEL = Numeric("414", "ERR_WILDTOPLEVEL", "{0} :Wildcard in toplevel domain")
ERR_BADMASK = Numeric("415", "ERR_BADMASK", "{0} :Bad server/host mask")
ERR_TOOMANYMATCHES = Numeric("416", "ERR_TOOMANYMATCHES", "{0} :Output too large, truncated")
ERR_INPUTTOOLONG = Numeric("417", "ERR_INPUTTOOLONG", ":Input line was too long")
ERR_UNKNOWNCOMMAND = Numeric("421", "ERR_UNKNOWNCOMMAND", "{0} :Unknown command")
ERR_NOMOTD = Numeric("422", "ERR_NOMOTD", ":MOTD File is missing")
ERR_NOADMININFO = Numeric("423", "ERR_NOADMININFO", "{0} :No administrative info available")
ERR_FILEERROR = Numeric("424", "ERR_FILEERROR", ":File error doing {0} on {1}")
ERR_NONICKNAMEGIVEN = Numeric("431", "ERR_NONICKNAMEGIVEN", ":No nickname given")
ERR_ERRONEUSNICKNAME = Numeric("432", "ERR_ERRONEUSNICKNAME", "{0} :Erroneous nickname")
ERR_NICKNAMEINUSE = Numeric("433", "ERR_NICKNAMEINUSE", "{0} :Nickname is already in use")
ERR_NICKCOLLISION = Numeric("436", "ERR_NICKCOLLISION", "{0} :Nickname collision")
ERR_UNAVAILRESOURCE = Numeric("437", "ERR_UNAVAILRESOURCE", "{0} :Nick/channel is temporarily unavailable")
ERR_USERNOTINCHANNEL = Numeric("441", "ERR_USERNOTINCHANNEL", "{0} {1} :They aren't on that channel")
ERR_NOTONCHANNEL = Numeric("442", "ERR_NOTONCHANNEL", "{0} :You're not on that channel")
ERR_USERONCHANNEL = Numeric("443", "ERR_USERONCHANNEL", "{0} {1} :is already on channel")
ERR_NOLOGIN = Numeric("444", "ERR_NOLOGIN", "{0} :User not logged in")
ERR_SUMMONDISABLED = Numeric("445", "ERR_SUMMONDISABLED", ":SUMMON has been disabled")
ERR_USERSDISABLED = Numeric("446", "ERR_USERSDISABLED", ":USERS has been disabled")
ERR_NONICKCHANGE = Numeric("447", "ERR_NONICKCHANGE", ":Cannot change nickname ({0})")
ERR_NOTREGISTERED = Numeric("451", "ERR_NOTREGISTERED", ":You have not registered")
ERR_NEEDMOREPARAMS = Numeric("461", "ERR_NEEDMOREPARAMS", "{0} :Not enough parameters")
ERR_ALREADYREGISTERED = Numeric("462", "ERR_ALREADYREGISTERED", ":You may not reregister")
ERR_NOPERMFORHOST = Numeric("463", "ERR_NOPERMFORHOST", ":Your host isn't among the privileged")
ERR_PASSWDMISMATCH = Numeric("464", "ERR_PASSWDMISMATCH", ":Password incorrect")
ERR_YOUREBANNEDCREEP = Numeric("465", "ERR_YOUREBANNEDCREEP", ":You are banned from this server")
ERR_YOUWILLBEBANNED = Numeric("466", "ERR_YOUWILLBEBANNED", ":You will be banned from this server")
ERR_KEYSET = Numeric("467", "ERR_KEYSET", "{0} :Channel key already set")
ERR_INVALIDUSERNAME = Numeric("468", "ERR_INVALIDUSERNAME", ":Your username is not valid")
ERR_CHANNELISFULL = Numeric("471", "ERR_CHANNELISFULL", "{0} :Cannot join channel (+l)")
ERR_UNKNOWNMODE = Numeric("472", "ERR_UNKNOWNMODE", "{0} :is unknown mode char to me")
ERR_INVITEONLYCHAN = Numeric("473", "ERR_INVITEONLYCHAN", "{0} :Cannot join channel (+i)")
ERR_BANNEDFROMCHAN = Numeric("474", "ERR_BANNEDFROMCHAN", "{0} :Cannot join channel (+b)")
ERR_BADCHANNELKEY = Numeric("475", "ERR_BADCHANNELKEY", "{0} :Cannot join channel (+k)")
ERR_BADCHANMASK = Numeric("476", "ERR_BADCHANMASK", "{0} :Bad Channel Mask")
ERR_NEEDREGGEDNICK = Numeric("477", "ERR_NEEDREGGEDNICK", "{0} :You need to be logged in to join this channel")
ERR_BANLISTFULL = Numeric("478", "ERR_BANLISTFULL", "{0} {1} :Channel list is full")
ERR_NOPRIVILEGES = Numeric("481", "ERR_NOPRIVILEGES", ":Permission Denied- You're not an IRC operator")
ERR_CHANOPRIVSNEEDED = Numeric("482", "ERR_CHANOPRIVSNEEDED", "{0} :You're not channel operator")
ERR_CANTKILLSERVER = Numeric("483", "ERR_CANTKILLSERVER", ":You can't kill a server!")
ERR_RESTRICTED = Numeric("484", "ERR_RESTRICTED", ":Your connection is restricted!")
ERR_UNIQOPRIVSNEEDED = Numeric("485", "ERR_UNIQOPRIVSNEEDED", ":You're not the original channel operator")
ERR_SECUREONLYCHAN = Numeric("489", "ERR_SECUREONLYCHAN", "{0} :Cannot join channel (a secure connection is required)")
ERR_NOOPERHOST = Numeric("491", "ERR_NOOPERHOST", ":No O-lines for your host")
ERR_UMODEUNKNOWNFLAG = Numeric("501", "ERR_UMODEUNKNOWNFLAG", ":Unknown MODE flag")
ERR_USERSDONTMATCH = Numeric("502", "ERR_USERSDONTMATCH", ":Can't change mode for other users")
ERR_HELPNOTFOUND = Numeric("524", "ERR_HELPNOTFOUND", "{0} :No help available on this topic")
ERR_INVALIDKEY = Numeric("525", "ERR_INVALIDKEY", "{0} :Key is not well-formed")
ERR_CANTSENDTOUSER = Numeric("531", "ERR_CANTSENDTOUSER", "{0} :You cannot send to this user ({1})")

# Extensions
RPL_STARTTLS = Numeric("670", "RPL_STARTTLS", ":STARTTLS successful, proceed with TLS handshake")
RPL_WHOISSECURE = Numeric("671", "RPL_WHOISSECURE", "{0} :is using a secure connection")
ERR_STARTTLS = Numeric("691", "ERR_STARTTLS", ":STARTTLS failed ({0})")
ERR_INVALIDMODEPARAM = Numeric("696", "ERR_INVALIDMODEPARAM", "{0} {1} {2} :{3}")
RPL_HELPSTART = Numeric("704", "RPL_HELPSTART", "{0} :{1}")
RPL_HELPTXT = Numeric("705", "RPL_HELPTXT", "{0} :{1}")
RPL_ENDOFHELP = Numeric("706", "RPL_ENDOFHELP", "{0} :{1}")
RPL_KNOCK = Numeric("710", "RPL_KNOCK", "{0} {1} :has asked for an invite.")
RPL_KNOCKDLVR = Numeric("711", "RPL_KNOCKDLVR", "{0} :Your KNOCK has been delivered.")
ERR_TOOMANYKNOCK = Numeric("712", "ERR_TOOMANYKNOCK", "{0} :Too many KNOCKs (channel).")
ERR_CHANOPEN = Numeric("713", "ERR_CHANOPEN", "{0} :Channel is open.")
ERR_KNOCKONCHAN = Numeric("714", "ERR_KNOCKONCHAN", "{0} :You are already on that channel.")
ERR_NOPRIVS = Numeric("723", "ERR_NOPRIVS", "{0} :Insufficient oper privileges.")
RPL_MONONLINE = Numeric("730", "RPL_MONONLINE", ":{0}")
RPL_MONOFFLINE = Numeric("731", "RPL_MONOFFLINE", ":{0}")
RPL_MONLIST = Numeric("732", "RPL_MONLIST", ":{0}")
RPL_ENDOFMONLIST = Numeric("733", "RPL_ENDOFMONLIST", ":End of MONITOR list")
ERR_MONLISTFULL = Numeric("734", "ERR_MONLISTFULL", "{0} {1} :Monitor list is full.")
RPL_WHOISKEYVALUE = Numeric("760", "RPL_WHOISKEYVALUE", "{0} {1} * :{2}")
RPL_KEYVALUE = Numeric("761", "RPL_KEYVALUE", "{0} {1} * :{2}")
RPL_KEYNOTSET = Numeric("766", "RPL_KEYNOTSET", "{0} {1} :Key not set")
RPL_METADATASUBOK = Numeric("770", "RPL_METADATASUBOK", "{*}")
RPL_METADATAUNSUBOK = Numeric("771", "RPL_METADATAUNSUBOK", "{*}")
RPL_METADATASUBS = Numeric("772", "RPL_METADATASUBS", "{*}")
RPL_METADATASYNCLATER = Numeric("774", "RPL_METADATASYNCLATER", "{0} {1} :Please synchronize metadata later")
RPL_LOGGEDIN = Numeric("900", "RPL_LOGGEDIN", "{0} {1} :You are now logged in as {1}")
RPL_LOGGEDOUT = Numeric("901", "RPL_LOGGEDOUT", "{0} :You are now logged out")
ERR_NICKLOCKED = Numeric("902", "ERR_NICKLOCKED", ":You must use a nick assigned to you")
RPL_SASLSUCCESS = Numeric("903", "RPL_SASLSUCCESS", ":SASL authentication successful")
ERR_SASLFAIL = Numeric("904", "ERR_SASLFAIL", ":SASL authentication failed")
ERR_SASLTOOLONG = Numeric("905", "ERR_SASLTOOLONG", ":SASL message too long")
ERR_SASLABORTED = Numeric("906", "ERR_SASLABORTED", ":SASL authentication aborted")
ERR_SASLALREADY = Numeric("907", "ERR_SASLALREADY", ":You have already authenticated using SASL")
RPL_SASLMECHS = Numeric("908", "RPL_SASLMECHS", "{0} :are available SASL mechanisms")

BY_CODE: Final[dict[str, Numeric]] = {row.code: row for row in list(globals().values()) if isinstance(row, Numeric)}
"""Three digits -> row."""

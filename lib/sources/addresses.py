"""Where a database URL leads: to no file of this computer and to no internal address, unless allowed."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.model import SourceFailed, say

Resolve = Callable[[str], Iterable[str]]
"""Host name → its addresses in numbers; OSError when there is none."""

FILES = ("duckdb", "sqlite", "access")
"""Kinds of databases that are files."""

_OPTIONS = (
    "host hostaddr port dbname user connect_timeout application_name client_encoding options sslmode "
    "sslnegotiation sslrootcert sslcert sslkey sslcrl ssl_min_protocol_version channel_binding require_auth "
    "gssencmode keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout "
    "target_session_attrs load_balance_hosts"
)
_LIBPQ = frozenset(_OPTIONS.split())
_READ = frozenset({"sslrootcert", "sslcert", "sslkey", "sslcrl"})
"""Options whose value is a file."""
SERVERS: Mapping[str, frozenset[str]] = {
    "postgresql": _LIBPQ,
    "postgresql+psycopg": _LIBPQ,
    "mysql+pymysql": frozenset({"charset"}),
    "mariadb+pymysql": frozenset({"charset"}),
    "clickhousedb": frozenset({"secure"}),
    "hive": frozenset({"auth"}),
    "trino": frozenset(),
}
"""Kinds of databases that are reached over the network, and the options their URLs may have: none that
names another server, reads a file or lets the server ask for one."""

_HOST = re.compile(r"[A-Za-z0-9_.:%-]+")
_INTERNAL = (
    ip_network("168.63.129.16/32"),  # Azure's own services, at a public address
    ip_network("192.0.0.0/24"),  # protocols' own, and Oracle's metadata; Python 3.11 calls most of it public
    ip_network("192.88.99.0/24"),  # relays to IPv6, once
    ip_network("3fff::/20"),  # documentation
    ip_network("::/96"),  # an IPv4 address in the oldest IPv6 form
    ip_network("fec0::/10"),  # site-local, before fc00::/7 took its place
)
_NAT64 = ip_network("64:ff9b::/96")


def system(host: str) -> Iterable[str]:
    """The addresses of a host as the operating system resolves it."""
    return {str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}


def check(url: sa.URL | str, allowed: frozenset[str], resolve: Resolve = system) -> None:
    """SourceFailed for a database URL that leads to a file, a socket or an internal address which
    `allowed` (hosts, networks such as 10.0.0.0/8, files, folders of sockets) does not name, or that has
    an option which could. No message holds the URL: at most its host.
    """
    parsed = parse(url)
    if parsed.get_backend_name() in FILES:
        _check_file(parsed, allowed)
        return
    _check_options(parsed, allowed)
    if parsed.get_backend_name() == "postgresql":
        pin(parsed.get_dialect()().create_connect_args(parsed)[1], allowed, resolve)
    else:
        reach(parsed.host or "", allowed, resolve)


def parse(url: sa.URL | str) -> sa.URL:
    """The URL taken apart; SourceFailed, which does not repeat it, when it is none."""
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise _unreadable() from None
    # What follows a stray "@" may be the rest of a password.
    if "@" in (parsed.host or "") + (parsed.database or ""):
        raise _unreadable()
    return parsed


def pin(parameters: Mapping[str, Any], allowed: frozenset[str], resolve: Resolve = system) -> dict[str, Any]:
    """libpq's parameters with the addresses that were checked beside the host names, so that a name
    which leads elsewhere a moment later is not followed. Errors as `check`."""
    hosts, addresses, ports = (str(parameters.get(name) or "") for name in ("host", "hostaddr", "port"))
    count = max(hosts.count(","), addresses.count(",")) + 1
    targets = []
    for host, address, port in zip(
        _each(hosts, count), _each(addresses, count), _each(ports, count), strict=True
    ):
        found = reach(address or host, allowed, resolve)
        targets += [(host, each, port) for each in found] or [(host, address, port)]
    joined = [",".join(part) for part in zip(*targets, strict=True)]
    pinned = dict(parameters) | dict(zip(("host", "hostaddr", "port"), joined, strict=True))
    return {name: value for name, value in pinned.items() if value != "" and str(value).strip(",")}


def reach(host: str, allowed: frozenset[str], resolve: Resolve = system) -> tuple[str, ...]:
    """The addresses a host leads to, none of which is internal or not allowed; none for a host (or a
    folder of sockets) that is allowed by its name. Errors as `check`."""
    if not host:
        raise SourceFailed(say("The connection's URL names no host."))
    if host.startswith(("/", "@", "\\")):
        if not _is_allowed_file(host, allowed):
            raise _refused(host)
        return ()
    if not host.isascii() or not _HOST.fullmatch(host):
        raise _unreadable()
    if host.rstrip(".").casefold() in {each.casefold() for each in allowed}:
        return ()
    found = _numbers(host, resolve)
    networks = [network for each in allowed if (network := _network(each))]
    if any(_is_internal(each) and not any(each in network for network in networks) for each in found):
        raise _refused(host)
    return tuple(map(str, found))


def _each(joined: str, count: int) -> list[str]:
    """The parts of a list with commas; one for all where there is only one, as libpq reads it."""
    parts = joined.split(",")
    return parts * count if len(parts) == 1 else [*parts, *[""] * (count - len(parts))]


def _numbers(host: str, resolve: Resolve) -> list[IPv4Address | IPv6Address]:
    try:
        return [ip_address(host.partition("%")[0])]
    except ValueError:
        pass
    try:
        # 127.1, 0x7f000001, 017700000001 and 2130706433 are addresses to every resolver.
        return [IPv4Address(socket.inet_aton(host))]
    except OSError:
        pass
    try:
        found = [ip_address(each.partition("%")[0]) for each in sorted(resolve(host))]
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise SourceFailed(say("The host {host} is not known.", host=host))
    return found


def _is_internal(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_internal(inner)
    special = address.is_multicast or address.is_reserved or not address.is_global
    return special or any(address in network for network in _INTERNAL)


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _check_file(url: sa.URL, allowed: frozenset[str]) -> None:
    # An option could name another file, or let the database read any.
    for option in url.query:
        raise _option(option)
    if not url.database or not _is_allowed_file(url.database, allowed):
        raise _refused(url.get_backend_name())


def _is_allowed_file(path: str, allowed: frozenset[str]) -> bool:
    files = {Path(each).resolve() for each in allowed if _is_path(each)}
    return _is_path(path) and Path(path).resolve() in files


def _is_path(text: str) -> bool:
    return "/" in text and "://" not in text and "\0" not in text


def _check_options(url: sa.URL, allowed: frozenset[str]) -> None:
    known = SERVERS.get(url.drivername)
    if known is None:
        kinds = ", ".join(sorted({kind.partition("+")[0] for kind in SERVERS}))
        raise SourceFailed(
            say(
                "Databases of the kind “{kind}” are not read; known are {known}.",
                kind=url.drivername,
                known=kinds,
            )
        )
    for option, value in url.query.items():
        files = value if isinstance(value, tuple) else (value,)
        reads = option in _READ and files != ("system",)
        if option not in known or (reads and not all(_is_allowed_file(each, allowed) for each in files)):
            raise _option(option)


def _option(option: str) -> SourceFailed:
    return SourceFailed(
        say("The connection's URL has the option “{option}”, which is not allowed.", option=option)
    )


def _refused(address: str) -> SourceFailed:
    return SourceFailed(
        say(
            "The address {address} lies on this computer or inside its network; it is read only when "
            "PULSE_ALLOW_ADDRESSES names it.",
            address=address,
        )
    )


def _unreadable() -> SourceFailed:
    return SourceFailed(
        say(
            "The connection's URL cannot be read; write it like postgresql://user:password@host/database, "
            "with % and two digits for special characters in the password."
        )
    )

"""From where a request comes, as far as that can be believed. Every limit per address counts by this."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

# Where nothing is known, as on a socket without a proxy's word: all such requests count together.
UNKNOWN = "0.0.0.0"  # noqa: S104
HOME_BITS = 64


def client_address(request: HttpRequest) -> str:
    """Return the IP address of whoever sent `request`.

    With TRUSTED_PROXY_COUNT = n, each of our n proxies has added to the end of X-Forwarded-For whom it heard; so the
    n-th entry from the end is the client, and whatever stands before it was made up by the client. Without proxies,
    or where the header is shorter than it must be, the connection itself counts: a forged header neither evades a
    limit nor frames another address.
    """
    connection = _address(request.META.get("REMOTE_ADDR", "")) or UNKNOWN
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    heard = [part for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if trusted < 1 or len(heard) < trusted:
        return connection
    return _address(heard[-trusted]) or connection


def client_network(request: HttpRequest) -> str:
    """Return what a limit counts as one household: an IPv4 address, or the /64 network of an IPv6 one."""
    return network_of(client_address(request))


def network_of(ip: str) -> str:
    """The same for an address that is known already."""
    address = ipaddress.ip_address(ip)
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, HOME_BITS), strict=False).network_address)


def _address(text: str) -> str | None:
    text = text.strip()
    try:
        return _plain(ipaddress.ip_address(text))
    except ValueError:
        name = split_domain_port(text)[0].strip("[]")
    try:
        return _plain(ipaddress.ip_address(name))
    except ValueError:
        return None


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """An IPv4 address that is written as an IPv6 one is the same address."""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)

"""Where database URLs may lead: nowhere on this computer or inside its network, unless allowed."""

from __future__ import annotations

import pytest

from lib.model import PulseError, SourceFailed
from lib.sources import addresses

NOTHING: frozenset[str] = frozenset()
NAMES = {
    "warehouse.example.org": ["203.0.114.7"],
    "two.example.org": ["203.0.114.7", "2a01:4f8::7"],
    "inside.example.org": ["10.1.2.3"],
    "partly.example.org": ["203.0.114.7", "192.168.0.9"],
    "mapped.example.org": ["::ffff:10.1.2.3"],
    "scoped.example.org": ["fe80::1%eth0"],
    "localhost": ["127.0.0.1", "::1"],
    "LOCALHOST.": ["127.0.0.1"],
}


def resolve(host: str) -> list[str]:
    if host not in NAMES:
        raise OSError(f"{host} is not known")
    return NAMES[host]


def check(url: str, *allowed: str) -> None:
    addresses.check(url, frozenset(allowed), resolve)


def why(url: str, *allowed: str) -> str:
    with pytest.raises(SourceFailed) as caught:
        check(url, *allowed)
    return str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:secret@warehouse.example.org/db",
        "postgresql+psycopg://ann:secret@warehouse.example.org:5433/db?sslmode=verify-full&sslrootcert=system",
        "postgresql://ann:secret@203.0.114.7/db",
        "postgresql://ann:secret@[2a01:4f8::7]/db",
        "postgresql://ann:secret@/db?host=warehouse.example.org:5432&host=two.example.org:5433",
        "mysql+pymysql://ann:secret@warehouse.example.org/db?charset=utf8mb4",
        "trino://ann@two.example.org:8080/hive",
    ],
)
def test_servers_out_there_are_reached(url):
    check(url)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "127.0.0.1",
        "127.8.9.1",
        "127.1",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "2130706433",
        "0177.0.0.1",
        "0",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "2852039166",  # 169.254.169.254
        "168.63.129.16",
        "192.0.0.192",
        "192.88.99.1",
        "[3fff::1]",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:f5ff:fffe]",  # Teredo; the client's IPv4 address is 10.0.0.1
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fec0::1]",
        "[ff02::1]",
        "inside.example.org",
        "partly.example.org",
        "mapped.example.org",
        "scoped.example.org",
    ],
)
@pytest.mark.parametrize("kind", ["postgresql", "mysql+pymysql"])
def test_internal_addresses_are_refused_in_every_spelling(kind, host):
    told = why(f"{kind}://ann:secret@{host}/db")
    assert "inside its network" in told
    assert "secret" not in told


@pytest.mark.parametrize(
    "query",
    [
        "host=127.0.0.1",
        "host=10.0.0.1:5432",
        "host=warehouse.example.org&host=inside.example.org",
        "host=warehouse.example.org,127.0.0.1",
        "hostaddr=127.0.0.1",
        "hostaddr=203.0.114.7,10.0.0.1",
        "host=warehouse.example.org&hostaddr=169.254.169.254",
        "host=/var/run/postgresql",
        "host=@abstract",
        "hostaddr=localhost",
    ],
)
def test_what_the_query_names_counts(query):
    assert "inside its network" in why(f"postgresql://ann:secret@/db?{query}")
    assert "inside its network" in why(f"postgresql://ann:secret@warehouse.example.org/db?{query}")


def test_several_hosts_in_the_address_are_each_looked_at():
    assert "inside its network" in why("postgresql://ann@warehouse.example.org,10.0.0.1/db")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////var/lib/x.sqlite",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:/var/lib/x.sqlite?mode=ro&uri=true",
        "duckdb:////var/lib/x.duckdb",
        "duckdb:///:memory:",
        "duckdb:///md:warehouse",
        "access+pyodbc://@files",
    ],
)
def test_files_of_this_computer_are_refused(url):
    assert "lies on this computer" in why(url) or "option" in why(url)


def test_a_file_is_read_when_it_is_allowed_and_only_that_one(tmp_path):
    file, link = tmp_path / "x.duckdb", tmp_path / "link.duckdb"
    check(f"duckdb:///{file}", str(file))
    check(f"sqlite:///{tmp_path}/sub/../x.duckdb", str(file))
    assert "lies on this computer" in why(f"duckdb:///{tmp_path / 'y.duckdb'}", str(file))
    (tmp_path / "y.duckdb").touch()
    link.symlink_to(tmp_path / "y.duckdb")
    assert "lies on this computer" in why(f"duckdb:///{link}", str(file))
    assert "option “access_mode”" in why(f"duckdb:///{file}?access_mode=read_write", str(file))


@pytest.mark.parametrize(
    "option",
    [
        "service=mine",
        "passfile=/etc/passwd",
        "servicefile=/etc/passwd",
        "sslkey=/etc/ssl/private/key.pem",
        "sslrootcert=/etc/ssl/ca.pem",
        "sslrootcert=system&sslcert=/etc/passwd",
        "password=secret",
        "krbsrvname=x",
    ],
)
def test_options_that_read_files_or_name_other_servers_are_refused(option):
    told = why(f"postgresql://ann@warehouse.example.org/db?{option}")
    assert "which is not allowed" in told
    assert "secret" not in told


def test_mysql_may_not_be_told_to_send_files():
    for option in ("local_infile=1", "read_default_file=/etc/my.cnf", "unix_socket=/run/mysql.sock"):
        assert "which is not allowed" in why(f"mysql+pymysql://ann@warehouse.example.org/db?{option}")


def test_certificates_and_sockets_are_read_where_they_are_allowed():
    check("postgresql://ann@warehouse.example.org/db?sslrootcert=/etc/ssl/ca.pem", "/etc/ssl/ca.pem")
    check("postgresql://ann@/db?host=/var/run/postgresql", "/var/run/postgresql")


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("localhost", "LocalHost"),
        ("inside.example.org", "inside.example.org"),
        ("inside.example.org", "10.1.0.0/16"),
        ("[fd00::7]", "fd00::/8"),
    ],
)
def test_what_is_allowed_is_reached(host, allowed):
    check(f"postgresql://ann@{host}/db", allowed)


def test_what_is_allowed_is_no_more_than_it_says():
    assert "inside its network" in why("postgresql://ann@10.2.0.1/db", "10.1.0.0/16", "inside.example.org")
    assert "inside its network" in why("postgresql://ann@partly.example.org/db", "10.0.0.0/8")


@pytest.mark.parametrize(
    "url",
    [
        "firebird://ann:secret@warehouse.example.org/db",
        "postgresql+pg8000://ann:secret@warehouse.example.org/db",
        "mssql+pyodbc://ann:secret@names",
    ],
)
def test_kinds_nobody_looked_at_are_refused(url):
    assert "are not read; known are clickhousedb" in why(url)


@pytest.mark.parametrize(
    "url",
    [
        "no url secret",
        "postgresql://ann:sec@ret@warehouse.example.org/db",
        "postgresql://ann:sec@ret/x@warehouse.example.org/db",
        "postgresql://ann:secret@warehouse.example.org:54x2/db",
        "postgresql://ann:secret@ware house/db",
        "postgresql://ann:secret@１２７.0.0.1/db",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(url):
    told = why(url)
    assert "cannot be read" in told
    assert "ret" not in told.replace("secrets file", "")


def test_a_url_without_a_host_is_refused():
    assert "names no host" in why("postgresql:///db")
    assert "names no host" in why("mysql+pymysql:///db")
    assert "nowhere.example.org is not known" in why("postgresql://ann@nowhere.example.org/db")


def test_what_was_checked_is_what_is_reached():
    """Each address of each host, in its place beside host and port, for libpq to go to."""
    given = {"host": "two.example.org,203.0.114.9", "port": "5432,5433", "user": "ann"}
    assert addresses.pin(given, NOTHING, resolve) == {
        "host": "two.example.org,two.example.org,203.0.114.9",
        "hostaddr": "203.0.114.7,2a01:4f8::7,203.0.114.9",
        "port": "5432,5432,5433",
        "user": "ann",
    }
    assert addresses.pin({"host": "warehouse.example.org"}, NOTHING, resolve) == {
        "host": "warehouse.example.org",
        "hostaddr": "203.0.114.7",
    }
    socket = {"host": "/var/run/postgresql", "port": 5432}
    assert addresses.pin(socket, frozenset({"/var/run/postgresql"}), resolve) == {
        "host": "/var/run/postgresql",
        "port": "5432",
    }


def test_the_operating_system_is_asked():
    assert set(addresses.system("localhost")) & {"127.0.0.1", "::1"}
    with pytest.raises(PulseError):
        addresses.check("postgresql://ann@localhost/db", NOTHING)

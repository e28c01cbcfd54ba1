"""What the gate lets out."""

import pytest

from crawler.egress import EgressRefused, check_url, is_public

HOSTS = ("www.gswomen.org.cn", "*.gansudaily.com.cn")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gswomen.org.cn/a.html",
        "https://WWW.GSWOMEN.ORG.CN:443/a",
        "http://www.gswomen.org.cn:80/",
        "https://szb.gansudaily.com.cn/gsrb/",
        "https://a.b.gansudaily.com.cn/",
    ],
)
def test_registered_hosts_pass(url: str) -> None:
    check_url(url, HOSTS)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://www.gswomen.org.cn/a", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("gopher://www.gswomen.org.cn/", "scheme"),
        ("//www.gswomen.org.cn/", "scheme"),
        ("http://www.gswomen.org.cn:8080/", "port"),
        ("https://www.gswomen.org.cn:80/", "port"),
        ("http://www.gswomen.org.cn:99999/", "no address"),
        ("http://user:pass@www.gswomen.org.cn/", "user name"),
        ("http://user@www.gswomen.org.cn/", "user name"),
        ("http://@www.gswomen.org.cn/", "user name"),
        ("http://127.0.0.1/", "bare network address"),
        ("http://127.1/", "bare network address"),
        ("http://2130706433/", "bare network address"),
        ("http://0x7f000001/", "bare network address"),
        ("http://0177.0.0.1/", "bare network address"),
        ("http://169.254.169.254/latest/meta-data/", "bare network address"),
        ("http://[::1]/", "bare network address"),
        ("http://[::ffff:10.0.0.1]/", "bare network address"),
        ("http:///a", "bare network address"),
        ("http://gansudaily.com.cn.evil.example/", "registered"),
        ("http://evilgansudaily.com.cn/", "registered"),
        ("http://gswomen.org.cn/", "registered"),
        ("http://www.gswomen.org.cn.:80/", "registered"),
        ("http://www.gswomen.org.cn\\@evil.example/", "user name"),
        ("http://www.gswomen.org.cn%2eevil.example/", "registered"),
        ("http://localhost/", "registered"),
        ("http://[bad/", "no address"),
    ],
)
def test_everything_else_is_refused(url: str, why: str) -> None:
    with pytest.raises(EgressRefused, match=why):
        check_url(url, HOSTS)


def test_a_pattern_does_not_cover_its_own_bare_domain() -> None:
    with pytest.raises(EgressRefused):
        check_url("http://gansudaily.com.cn/", HOSTS)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "100.128.0.1", "2400:3200::1", "2606:4700::6810:84e5", "64:ff9b::808:808", "2002:808:808::"],
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:53aa:64c::1",
        "2001:db8::1",
        "not an address",
        "",
    ],
)
def test_addresses_of_an_inner_network_or_of_none(address: str) -> None:
    assert not is_public(address)

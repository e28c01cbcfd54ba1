"""Outlets as they are declared."""

from crawler.outlet import Outlet, lanes_of


def test_outlets_that_share_a_host_share_a_lane() -> None:
    found = lanes_of(
        [
            Outlet("group", "", hosts=("*.group.example",)),
            Outlet("other", "", hosts=("other.example",)),
            Outlet("paper", "", hosts=("paper.example", "szb.group.example")),
            Outlet("both", "", hosts=("www.paper.example", "paper.example")),
        ]
    )
    assert found == {"group": "group", "other": "other", "paper": "group", "both": "group"}

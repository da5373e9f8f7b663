"""A search box over a list keeps the other filters of the address."""

import re

import pytest


@pytest.mark.parametrize(
    ("login", "address", "kept"),
    [
        ("chenwei", "/cases?status=open&all=1&after=", {"status": "open", "all": "1"}),
        ("chenwei", "/documents?state=final&q=笔录", {"state": "final"}),
        ("suwanqing", "/supervision/?status=all&kind=", {"status": "all", "kind": ""}),
    ],
)
def test_searching_keeps_the_other_filters(worked, login, address, kept):
    page = worked.enter(login).get(address).get_data(as_text=True)
    box = re.search(r'<form method="get" role="search">(.*?)</form>', page, re.DOTALL)[1]

    hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', box))

    assert hidden == kept

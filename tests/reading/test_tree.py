import pytest

from reading.tree import parse, parse_fragment, select, text_of


def test_the_text_of_an_element_is_what_is_shown() -> None:
    body = parse_fragment("<p>一 <b>二</b><!-- no --><script>no</script><style>no</style>\n三</p>")
    assert body is not None
    assert text_of(body) == "一 二 三"


@pytest.mark.parametrize("text", ["", "   ", "\0\0"])
def test_nothing_has_no_tree(text: str) -> None:
    assert parse(text) is None


def test_a_tag_with_a_hundred_thousand_attributes_takes_no_time() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(100_000))
    root = parse(f"<p>一</p><a {attributes} href='x'>二</a>")
    assert root is not None
    assert text_of(root) == "一二"
    assert not select(root, "[a5]")


def test_usual_tags_keep_their_attributes() -> None:
    attributes = " ".join(f'data-{n}="a > b"' for n in range(30))
    root = parse(f"<img {attributes} src=x>")
    assert root is not None
    assert len(select(root, "img")[0].attrib) == 31


def test_the_scripts_of_a_huge_page_are_left_out_and_its_end_is_not() -> None:
    script = "<SCRIPT>" + "var a = '<p>no</p>';" * 100_000 + "</Script>"
    root = parse(f"<p>一</p>{script}<p>二</p>")
    assert root is not None
    assert [text_of(each) for each in select(root, "p")] == ["一", "二"]


def test_a_selector_that_is_none_says_so() -> None:
    root = parse("<p>一</p>")
    assert root is not None
    with pytest.raises(ValueError, match="not a CSS selector"):
        select(root, "p[")

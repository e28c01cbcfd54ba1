"""Family D: WeChat accounts. They have no public list: their articles come as links that editors forward."""

from crawler.outlet import Outlet, OutletKind
from crawler.spider import OutletSpider
from reading import Page, Reader

HOSTS = ("mp.weixin.qq.com",)
READER = Reader("wechat", keys=(r"/s/([\w\-]{16,32})(?:[?#]|$)",))


def account(key: str, name: str) -> Outlet:
    """One account."""
    return Outlet(
        key=key,
        name=name,
        kind=OutletKind.WECHAT,
        hosts=HOSTS,
        readers=(READER,),
        note="没有公开的文章列表，由编辑转发链接",
    )


class WeChatSpider(OutletSpider):
    """Reads forwarded links. All accounts share one host; whose article it is, its page says."""

    def outlet_of(self, page: Page) -> str:
        """The key of the account that is named on the page, else of this outlet."""
        return next(
            (part.key for part in self.parts if page.source in (part.name, *part.aliases)), self.outlet.key
        )

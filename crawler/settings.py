"""Scrapy's settings. What an operator may change is in base/settings.py (docs/settings.md), not here."""

from typing import Any

from base.settings import Settings, load_settings

SHIYI: Settings = load_settings()

BOT_NAME = "shiyi"
SPIDER_MODULES = ["spiders"]

# Who we are, and how we behave. The replica needs no patience; POLITE is not for the operator to change.
POLITE = SHIYI.replica_port is None
USER_AGENT = SHIYI.user_agent
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # Scrapy starts so many tasks for each response
DOWNLOAD_DELAY = SHIYI.delay if POLITE else 0
DOWNLOAD_DELAY_JITTER = 0.25
DOWNLOAD_TIMEOUT = SHIYI.request_timeout
DOWNLOAD_MAXSIZE = SHIYI.page_limit
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
RETRY_BACKOFF = 5.0 if POLITE else 0.05
RETRY_HTTP_CODES = [429, 500, 502, 503, 504]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
REDIRECT_MAX_TIMES = 5
REFERRER_POLICY = "strict-origin-when-cross-origin"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# The egress gate answers every scheme, and refuses all but two.
DOWNLOAD_HANDLERS = dict.fromkeys(
    ("http", "https", "data", "file", "ftp", "s3"), "crawler.transport.GatedHandler"
)
TWISTED_DNS_RESOLVER = "crawler.egress.PublicResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPPROXY_ENABLED = False
METAREFRESH_ENABLED = False
# Not merely switched off: importing what nobody wants is a tenth of a run's start.
EXTENSIONS: dict[str, Any] = {
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
}

# A 404 or a bot wall is something to be told, not to be dropped: reading says what a page is.
HTTPERROR_ALLOW_ALL = True

DOWNLOADER_MIDDLEWARES: dict[str, Any] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the gate does it
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a bot wall for permission
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.retry.PatientRetryMiddleware": 550,
    "crawler.render.RenderMiddleware": 800,
}
ITEM_PIPELINES: dict[str, Any] = {"crawler.pipelines.StorePipeline": 500}
FEED_EXPORT_FIELDS = ["outlet", "key", "url", "status", "page"]
FEED_EXPORT_ENCODING = "utf-8"

MEMUSAGE_LIMIT_MB = 1024
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads the source of every callback

"""The Scrapy project: settings, the one egress gate, politeness, browser rendering, pipelines that store."""

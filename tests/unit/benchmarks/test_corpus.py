from __future__ import annotations

from datetime import UTC, datetime
from statistics import mean

from benchmarks.corpus import BODIES, raw_articles, raw_values, scraped_pages
from newswire.identity import article_id
from newswire.records import Record
from stream.process import article_of

NOW = datetime(2026, 3, 3, tzinfo=UTC)


def test_the_corpus_is_the_same_every_time_and_no_article_comes_twice() -> None:
    count = BODIES + 20
    assert raw_values(count) == raw_values(count)
    assert len({article_id(raw) for raw in raw_articles(count)}) == count


def test_articles_weigh_three_kilobytes_and_give_the_taggers_as_much_to_do_as_news_does() -> None:
    raws = raw_articles(60)
    articles = [article_of(raw, Record("t", 0, i, 1_790_000_000_000, None, b""), NOW) for i, raw in enumerate(raws)]
    assert 2_900 < mean(len(article.body) for article in articles) < 3_200
    assert 1 <= mean(len(article.countries) for article in articles) <= 2
    assert 2 <= mean(len(article.country_tags) for article in articles) <= 4
    assert 2 <= mean(len(article.topics) for article in articles) <= 4.5
    assert mean(article.body.count("\n\n") for article in articles) > 8


def test_scraped_pages_come_apart_into_the_same_parts() -> None:
    page = scraped_pages(3)[2]
    article = article_of(page, Record("t", 0, 0, 1_790_000_000_000, None, b""), NOW)
    given = raw_articles(3)[2]
    assert article.headline == given.headline
    assert article.body == given.body
    assert article.dateline
    assert len(article.captions) == 1
    assert article.breadcrumb

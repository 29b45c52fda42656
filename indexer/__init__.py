"""From news.articles to Elasticsearch."""

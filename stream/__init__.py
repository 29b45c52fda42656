"""From news.raw to news.articles: normalize, tag countries, tag media topics."""

"""Sources of news, each turned into RawArticle messages on the Kafka topic news.raw."""

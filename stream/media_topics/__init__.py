"""Article -> IPTC Media Topics with the words that decided (pure; docs/decisions/0008-media-topics.md)."""

from stream.media_topics.tagger import TOPIC_TAGGER, tag_media_topics

__all__ = ["TOPIC_TAGGER", "tag_media_topics"]

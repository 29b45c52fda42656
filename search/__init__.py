"""The search API and its page."""

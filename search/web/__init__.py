"""The search page: rendered on the server, whole without JavaScript, nothing loaded from elsewhere."""

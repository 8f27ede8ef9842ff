"""Around every page: middleware, what templates always know, error pages."""

//! Addresses told by sitemaps and feeds.

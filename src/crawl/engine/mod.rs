//! The crawl itself.

//! A web of invented municipalities on loopback.

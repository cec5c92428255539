//! The addresses of one host that wait to be fetched, best first.

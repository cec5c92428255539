//! When the next request to a server may be sent.

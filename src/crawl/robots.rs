//! A host's rules for robots (RFC 9309).

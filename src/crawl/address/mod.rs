//! Canonical addresses: one form for the many ways in which sites write the same address.

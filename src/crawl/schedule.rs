//! When an address is looked at again.

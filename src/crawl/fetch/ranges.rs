//! Which machines are on the public internet.
//!
//! After the IANA registries of special-purpose addresses (RFC 6890; iana.org/assignments/iana-ipv4-special-registry and
//! …/iana-ipv6-special-registry). IPv6 is read the other way round: only 2000::/3, from which all public addresses are given out
//! (iana.org/assignments/ipv6-address-space), is let through at all.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// A machine of the public internet.
    Public,
    /// This machine.
    Loopback,
    /// Anything else, by name.
    Special(&'static str),
}

/// First address, length of the prefix, name. The first range that holds an address names it.
const IPV4: &[(Ipv4Addr, u32, &str)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8, "this network, RFC 791"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private, RFC 1918"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by a provider's customers, RFC 6598"),
    (Ipv4Addr::new(169, 254, 169, 254), 32, "metadata of a cloud machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local, RFC 3927"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private, RFC 1918"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "protocol assignments, RFC 6890"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "documentation, RFC 5737"),
    (Ipv4Addr::new(192, 31, 196, 0), 24, "AS112, RFC 7535"),
    (Ipv4Addr::new(192, 52, 193, 0), 24, "AMT, RFC 7450"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "6to4 relays, RFC 7526"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private, RFC 1918"),
    (Ipv4Addr::new(192, 175, 48, 0), 24, "AS112, RFC 7534"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "benchmarks, RFC 2544"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "documentation, RFC 5737"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "documentation, RFC 5737"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast, RFC 5771"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "broadcast, RFC 919"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved, RFC 1112"),
];

const IPV6: &[(Ipv6Addr, u32, &str)] = &[
    (Ipv6Addr::UNSPECIFIED, 128, "unspecified, RFC 4291"),
    (Ipv6Addr::UNSPECIFIED, 96, "IPv4-compatible, RFC 4291"),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48, "local NAT64, RFC 8215"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32, "Teredo, RFC 4380"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "protocol assignments, RFC 2928"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "documentation, RFC 3849"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "6to4, RFC 7526"),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48, "AS112, RFC 7534"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "documentation, RFC 9637"),
    (Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), 128, "metadata of a cloud machine"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "unique local, RFC 4193"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "link-local, RFC 4291"),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10, "site-local, RFC 3879"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "multicast, RFC 4291"),
];

/// The name of the range because of which a machine is never fetched from; nothing for machines of the public internet and this one.
pub fn forbidden_range(address: IpAddr) -> Option<&'static str> {
    match range_of(address) {
        Range::Special(name) => Some(name),
        Range::Public | Range::Loopback => None,
    }
}

/// Names the range an address belongs to.
pub(super) fn range_of(address: IpAddr) -> Range {
    match address {
        IpAddr::V4(address) => range_of_v4(address),
        IpAddr::V6(address) => range_of_v6(address),
    }
}

fn range_of_v4(address: Ipv4Addr) -> Range {
    if address.is_loopback() {
        return Range::Loopback;
    }
    let found = IPV4.iter().find(|(first, length, _)| (address.to_bits() ^ first.to_bits()).leading_zeros() >= *length);
    found.map_or(Range::Public, |(_, _, name)| Range::Special(name))
}

fn range_of_v6(address: Ipv6Addr) -> Range {
    if address.is_loopback() {
        return Range::Loopback;
    }
    // An IPv4 machine in IPv6 dress is what the system connects to, so it is judged as what it is.
    if let Some(mapped) = address.to_ipv4_mapped() {
        return range_of_v4(mapped);
    }
    // NAT64 (RFC 6052): how IPv6-only networks reach public IPv4 machines, and only those.
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() {
        return match range_of_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))) {
            Range::Loopback => Range::Special("loopback behind NAT64"),
            range => range,
        };
    }
    let found = IPV6.iter().find(|(first, length, _)| (address.to_bits() ^ first.to_bits()).leading_zeros() >= *length);
    match found {
        Some((_, _, name)) => Range::Special(name),
        None if address.segments()[0] & 0xe000 == 0x2000 => Range::Public,
        None => Range::Special("not given out"),
    }
}

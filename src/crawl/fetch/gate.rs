//! What the spelling of an address alone decides.

use super::error::FetchError;
use url::{Host, Url};

/// Ports that web servers do not use and that speak protocols a request could be mistaken for: the "bad ports" of the WHATWG Fetch
/// standard (§2.9, port blocking). In order.
const BAD_PORTS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111,
    113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554,
    556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666,
    6667, 6668, 6669, 6679, 6697, 10080,
];

/// Lets an address through whose scheme, user and port are those of a public web page, and gives its host. Numeric hosts in odd
/// spellings (`2130706433`, `0x7f.1`, `127.1`) have become plain addresses when the [`Url`] was made.
pub(super) fn host_of_page(url: &Url) -> Result<Host<&str>, FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Scheme { scheme: url.scheme().to_owned() });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Credentials);
    }
    if let Some(port) = url.port()
        && BAD_PORTS.binary_search(&port).is_ok()
    {
        return Err(FetchError::Port { port });
    }
    url.host().ok_or_else(|| FetchError::BadUrl { reason: "it names no host".to_owned() })
}

//! The clients that make connections: one for a scheme and a level of trust.

use super::error::FetchError;
use super::resolver::{Names, Resolver};
use crate::crawl::plan::FetchLimits;
use reqwest::{Client, ClientBuilder, redirect, retry};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long an unused connection is kept: longer than the usual pause between two pages of a host, shorter than most servers keep
/// theirs.
const KEEP_IDLE: Duration = Duration::from_secs(15);

/// The clients, made when they are first needed: reading the system's root certificates takes time and memory, and a machine
/// without any can still crawl what is not encrypted.
pub(super) struct Clients {
    resolver: Arc<Resolver>,
    connect: Duration,
    plain: Client,
    verified: OnceLock<Result<Client, String>>,
    unverified: OnceLock<Result<Client, String>>,
}

impl Clients {
    pub(super) fn new(resolver: Arc<Resolver>, limits: &FetchLimits) -> Result<Self, FetchError> {
        // The process may have chosen a provider before; any will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let no_certificates: [reqwest::Certificate; 0] = [];
        let plain = builder(&resolver, limits.connect).tls_certs_only(no_certificates).build();
        let plain = plain.map_err(|error| FetchError::Setup { reason: reason(&error) })?;
        let (verified, unverified) = (OnceLock::new(), OnceLock::new());
        Ok(Self { resolver, connect: limits.connect, plain, verified, unverified })
    }

    /// For `http`.
    pub(super) fn plain(&self) -> &Client {
        &self.plain
    }

    /// For `https`, trusting whom the system trusts.
    pub(super) fn verified(&self) -> Result<&Client, FetchError> {
        let made = self.verified.get_or_init(|| self.builder().build().map_err(|error| reason(&error)));
        made.as_ref().map_err(|reason| FetchError::NoRoots { reason: reason.clone() })
    }

    /// For `https` with hosts whose certificates are known to be broken: trusts everybody.
    pub(super) fn unverified(&self) -> Result<&Client, FetchError> {
        let make = || self.builder().tls_danger_accept_invalid_certs(true).build().map_err(|error| reason(&error));
        self.unverified.get_or_init(make).as_ref().map_err(|reason| FetchError::Setup { reason: reason.clone() })
    }

    fn builder(&self) -> ClientBuilder {
        builder(&self.resolver, self.connect)
    }
}

fn builder(resolver: &Arc<Resolver>, connect: Duration) -> ClientBuilder {
    Client::builder()
        .http1_only()
        // Some old servers know header names only in this case.
        .http1_title_case_headers()
        // What browsers put up with: faults of old servers that leave no doubt where the body begins.
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        // A proxy from the environment would resolve names and connect where none of the checks here can see it.
        .no_proxy()
        .dns_resolver(Names(Arc::clone(resolver)))
        .connect_timeout(connect)
        .pool_max_idle_per_host(2)
        .pool_idle_timeout(KEEP_IDLE)
}

fn reason(error: &reqwest::Error) -> String {
    let inner = std::error::Error::source(error);
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

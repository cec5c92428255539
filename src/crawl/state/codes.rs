//! The numbers by which the tables keep what has a name in the code. They are part of the file's layout.

use super::model::{Availability, HostState};
use crate::crawl::visit::{Purpose, Verdict};

/// The number of a purpose. Smaller ones win when an address is told of with several.
pub(super) fn purpose_code(purpose: Purpose) -> i64 {
    match purpose {
        Purpose::Robots => 0,
        Purpose::Sitemap => 1,
        Purpose::Feed => 2,
        Purpose::Page => 3,
    }
}

/// The purpose of a number; nothing if there is none.
pub(super) fn purpose(code: i64) -> Option<Purpose> {
    [Purpose::Robots, Purpose::Sitemap, Purpose::Feed, Purpose::Page].into_iter().find(|it| purpose_code(*it) == code)
}

/// The number of a verdict.
pub(super) fn verdict_code(verdict: &Verdict) -> i64 {
    match verdict {
        Verdict::Content => 0,
        Verdict::NotModified => 1,
        Verdict::Redirect => 2,
        Verdict::Gone => 3,
        Verdict::Missing => 4,
        Verdict::SoftMissing => 5,
        Verdict::Login => 6,
        Verdict::Maintenance => 7,
        Verdict::Challenge => 8,
        Verdict::Refused => 9,
        Verdict::ServerError => 10,
        Verdict::Unreadable => 11,
        Verdict::Failed(_) => 12,
    }
}

/// What stands beside the number: the code of the error.
pub(super) fn verdict_detail(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Failed(code) => Some(code),
        _ => None,
    }
}

/// The verdict of a number; nothing if there is none.
pub(super) fn verdict(code: i64, detail: Option<String>) -> Option<Verdict> {
    Some(match code {
        0 => Verdict::Content,
        1 => Verdict::NotModified,
        2 => Verdict::Redirect,
        3 => Verdict::Gone,
        4 => Verdict::Missing,
        5 => Verdict::SoftMissing,
        6 => Verdict::Login,
        7 => Verdict::Maintenance,
        8 => Verdict::Challenge,
        9 => Verdict::Refused,
        10 => Verdict::ServerError,
        11 => Verdict::Unreadable,
        12 => Verdict::Failed(detail.unwrap_or_default()),
        _ => return None,
    })
}

/// The number of an availability.
pub(super) fn availability_code(availability: Availability) -> i64 {
    match availability {
        Availability::Current => 0,
        Availability::Gone => 1,
        Availability::Unreachable => 2,
    }
}

/// The availability of a number; nothing if there is none.
pub(super) fn availability(code: i64) -> Option<Availability> {
    [Availability::Current, Availability::Gone, Availability::Unreachable].into_iter().find(|it| availability_code(*it) == code)
}

/// The number of a host's state.
pub(super) fn host_state_code(state: &HostState) -> i64 {
    match state {
        HostState::Good => 0,
        HostState::Failing => 1,
        HostState::Deferred(_) => 2,
        HostState::RobotsClosed => 3,
        HostState::RobotsUnreachable => 4,
    }
}

/// The state of a number; nothing if there is none.
pub(super) fn host_state(code: i64, reason: Option<String>) -> Option<HostState> {
    Some(match code {
        0 => HostState::Good,
        1 => HostState::Failing,
        2 => HostState::Deferred(reason.unwrap_or_default()),
        3 => HostState::RobotsClosed,
        4 => HostState::RobotsUnreachable,
        _ => return None,
    })
}

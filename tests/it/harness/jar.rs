//! A browser's cookies for the provider's host (RFC 6265bis).

use cookie::{Cookie, SameSite};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;

/// The cookies that a browser keeps.
#[derive(Clone, Debug, Default)]
pub(super) struct Jar(Vec<Kept>);

#[derive(Clone, Debug)]
struct Kept {
    cookie: Cookie<'static>,
    /// None: until the browser is closed.
    until: Option<Timestamp>,
}

/// Who makes the browser send a request, as far as cookies depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Initiator {
    /// The person, or a page of the provider.
    Own,
    /// Another site, by a link or a redirect.
    OtherSiteByGet,
    /// Another site, by a form.
    OtherSiteByPost,
}

impl Jar {
    /// Takes the value of a `Set-Cookie` header, as a browser that came by https does.
    pub(super) fn take(&mut self, header: &str, now: Timestamp) {
        let cookie = Cookie::parse(header.to_owned()).expect("a cookie");
        if cookie.name().starts_with("__Host-") {
            let is_bound =
                cookie.secure() == Some(true) && cookie.path() == Some("/") && cookie.domain().is_none();
            assert!(is_bound, "browsers refuse this cookie: {header}");
        }
        self.forget(cookie.name());
        let lifetime = cookie
            .max_age()
            .map(|span| u64::try_from(span.whole_seconds()).unwrap_or(0));
        if lifetime != Some(0) {
            let until = lifetime.map(|seconds| now + Duration::from_secs(seconds));
            self.0.push(Kept { cookie, until });
        }
    }

    /// The `Cookie` header of a request; none when there is nothing to send.
    pub(super) fn header(&self, path: &str, initiator: Initiator, now: Timestamp) -> Option<String> {
        let sent: Vec<_> = self
            .0
            .iter()
            .filter(|kept| kept.until.is_none_or(|until| now < until))
            .filter(|kept| {
                covers(kept.cookie.path().unwrap_or("/"), path) && is_sent(&kept.cookie, initiator)
            })
            .map(|kept| kept.cookie.stripped().to_string())
            .collect();
        (!sent.is_empty()).then(|| sent.join("; "))
    }

    pub(super) fn find(&self, name: &str) -> Option<&Cookie<'static>> {
        self.0
            .iter()
            .map(|kept| &kept.cookie)
            .find(|cookie| cookie.name() == name)
    }

    pub(super) fn forget(&mut self, name: &str) {
        self.0.retain(|kept| kept.cookie.name() != name);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

fn covers(cookie_path: &str, path: &str) -> bool {
    let rest = path.strip_prefix(cookie_path.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A cookie that says nothing counts as `Lax`.
fn is_sent(cookie: &Cookie<'_>, initiator: Initiator) -> bool {
    match (cookie.same_site().unwrap_or(SameSite::Lax), initiator) {
        (_, Initiator::Own) | (SameSite::None, _) | (SameSite::Lax, Initiator::OtherSiteByGet) => true,
        (SameSite::Lax | SameSite::Strict, _) => false,
    }
}

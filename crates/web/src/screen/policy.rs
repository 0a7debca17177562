//! What a page may load, and where its forms may end (Content Security Policy Level 3).

use std::collections::BTreeSet;

/// The part of a page's security headers that differs from page to page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    form_may_leave: bool,
    image_origin: Option<String>,
    /// Separated by spaces.
    frame_origins: Option<String>,
    asks_us: bool,
    hides_path: bool,
    is_file: bool,
    is_frame: bool,
}

impl Policy {
    /// A page whose forms end here.
    pub const OWN: Self = Self {
        form_may_leave: false,
        image_origin: None,
        frame_origins: None,
        asks_us: false,
        hides_path: false,
        is_file: false,
        is_frame: false,
    };

    /// A page that any app may hold in a frame: it runs one script of ours, and shows and does nothing else.
    pub const FRAME: Self = Self {
        is_frame: true,
        ..Self::OWN
    };

    /// A file that somebody else brought: opened by itself, it can do nothing.
    pub const FILE: Self = Self {
        is_file: true,
        ..Self::OWN
    };

    /// A page whose form may end at an app. `form-action` is left out, because Chromium applies it to every
    /// redirect after the form.
    pub const LEAVING: Self = Self {
        form_may_leave: true,
        ..Self::OWN
    };

    /// A page that posts to an app, which learns our origin and nothing else.
    pub const FORM_POST: Self = Self {
        hides_path: true,
        ..Self::LEAVING
    };

    /// The same for an answer in whose address a secret stands, such as a mailed link's token: whoever it leads to
    /// learns our origin and nothing else, and our own log of the next page neither.
    pub fn hiding_path(self) -> Self {
        Self {
            hides_path: true,
            ..self
        }
    }

    /// The same with images from one more origin, such as an app's logo.
    pub fn with_images_of(self, origin: Option<String>) -> Self {
        Self {
            image_origin: origin,
            ..self
        }
    }

    /// The same with frames from these origins, and no others.
    pub fn with_frames_of(self, origins: impl IntoIterator<Item = String>) -> Self {
        let origins: BTreeSet<_> = origins.into_iter().collect();
        let origins = Vec::from_iter(origins).join(" ");
        Self {
            frame_origins: Some(origins).filter(|origins| !origins.is_empty()),
            ..self
        }
    }

    /// The same for a page whose script asks this provider again how things stand.
    pub fn asking_us(self, asks_us: bool) -> Self {
        Self { asks_us, ..self }
    }

    /// The value of `Content-Security-Policy`.
    pub fn content_security_policy(&self) -> String {
        if self.is_file {
            return "default-src 'none'; sandbox; frame-ancestors 'none'".to_owned();
        }
        if self.is_frame {
            return "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
                .to_owned();
        }
        let images = self
            .image_origin
            .as_deref()
            .map(|origin| format!(" {origin}"))
            .unwrap_or_default();
        let frames = self
            .frame_origins
            .as_deref()
            .map(|origins| format!(" frame-src {origins};"))
            .unwrap_or_default();
        let connections = if self.asks_us { " connect-src 'self';" } else { "" };
        let form_action = if self.form_may_leave {
            ""
        } else {
            " form-action 'self';"
        };
        format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{images};{frames}{connections}{form_action} \
             base-uri 'none'; frame-ancestors 'none'"
        )
    }

    /// The value of `Referrer-Policy`. Not `no-referrer`: it would make `Origin` "null" in our own forms.
    pub const fn referrer_policy(&self) -> &'static str {
        if self.hides_path {
            "strict-origin"
        } else {
            "same-origin"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_end_here_unless_the_page_may_leave() {
        assert_eq!(
            Policy::OWN.content_security_policy(),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        assert!(!Policy::LEAVING.content_security_policy().contains("form-action"));
    }

    #[test]
    fn one_origin_s_images_are_let_in() {
        let policy = Policy::LEAVING.with_images_of(Some("https://app.example".to_owned()));
        assert!(
            policy
                .content_security_policy()
                .contains("img-src 'self' https://app.example;")
        );
    }

    #[test]
    fn a_script_asks_us_alone_and_only_where_it_has_to() {
        let asking = Policy::OWN.asking_us(true).content_security_policy();
        assert!(asking.contains(" connect-src 'self';"), "{asking}");
        let quiet = Policy::OWN.asking_us(false).content_security_policy();
        assert!(!quiet.contains("connect-src"), "{quiet}");
    }

    #[test]
    fn frames_are_of_the_named_origins_only() {
        let origins = ["https://b.example", "https://a.example:8443", "https://b.example"];
        let policy = Policy::OWN.with_frames_of(origins.map(str::to_owned));
        let csp = policy.content_security_policy();
        assert!(
            csp.contains(" frame-src https://a.example:8443 https://b.example;"),
            "{csp}"
        );
        assert!(!Policy::OWN.content_security_policy().contains("frame-src"));
    }

    #[test]
    fn an_app_that_is_posted_to_learns_only_our_origin() {
        assert_eq!(Policy::LEAVING.referrer_policy(), "same-origin");
        assert_eq!(Policy::FORM_POST.referrer_policy(), "strict-origin");
    }
}

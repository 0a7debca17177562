//! A browser: it keeps cookies, follows redirects within the provider, and says by which site it was sent.

use super::authorization::AuthorizationRequest;
use super::jar::{Initiator, Jar};
use super::landed::{Landed, Posted};
use super::page::Page;
use super::provider::{Provider, Reply};
use axum::body::Body;
use cookie::Cookie;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE, USER_AGENT};
use http::{HeaderName, Method, Request, StatusCode};
use std::net::{IpAddr, Ipv4Addr};
use url::Url;
use url::form_urlencoded::Serializer;
use voltkey_crypto::clock::{Clock as _, ManualClock};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// How forms without files are sent.
const FORM: &str = "application/x-www-form-urlencoded";
/// More hops than any flow has: beyond it, it goes in circles.
const MAX_HOPS: usize = 10;

/// A person's browser.
#[derive(Clone)]
pub struct Browser {
    provider: Provider,
    clock: ManualClock,
    jar: Jar,
    keeps_cookies: bool,
    /// Where it is.
    pub address: IpAddr,
    /// What it calls itself.
    pub user_agent: String,
    /// The languages that its person reads, as `Accept-Language` says it.
    pub languages: String,
}

/// Where a navigation comes from: the value of `Sec-Fetch-Site`, and whether cookies go along.
#[derive(Clone, Copy)]
enum From {
    AddressBar,
    OwnPage,
    OtherSite,
}

/// What is sent, before the browser adds what it always adds.
struct Navigation<'a> {
    method: Method,
    url: Url,
    from: From,
    origin: Option<&'a str>,
    /// The body of a form, with its media type.
    form: Option<(String, Vec<u8>)>,
}

impl Browser {
    pub(super) fn new(provider: Provider, clock: ManualClock) -> Self {
        Self {
            provider,
            clock,
            jar: Jar::default(),
            keeps_cookies: true,
            address: Ipv4Addr::new(192, 0, 2, 1).into(),
            user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
            languages: "en".to_owned(),
        }
    }

    /// The same browser with cookies switched off.
    #[must_use]
    pub fn without_cookies(self) -> Self {
        Self {
            keeps_cookies: false,
            jar: Jar::default(),
            ..self
        }
    }

    /// The same browser at another address.
    #[must_use]
    pub fn at(self, address: &str) -> Self {
        Self {
            address: address.parse().expect("an address"),
            ..self
        }
    }

    /// Types a path or an address into the address bar.
    pub async fn get(&mut self, path: &str) -> Landed {
        let url = self.provider.address(path);
        self.go(Navigation {
            method: Method::GET,
            url,
            from: From::AddressBar,
            origin: None,
            form: None,
        })
        .await
    }

    /// Follows a link of a page of the provider.
    pub async fn follow(&mut self, path: &str) -> Landed {
        let url = self.provider.address(path);
        self.go(Navigation {
            method: Method::GET,
            url,
            from: From::OwnPage,
            origin: None,
            form: None,
        })
        .await
    }

    /// Follows a link or a redirect of another site.
    pub async fn arrive(&mut self, url: &str) -> Landed {
        let url = self.provider.address(url);
        self.go(Navigation {
            method: Method::GET,
            url,
            from: From::OtherSite,
            origin: None,
            form: None,
        })
        .await
    }

    /// Is sent by a client to the authorization endpoint.
    pub async fn open(&mut self, request: &AuthorizationRequest) -> Landed {
        self.arrive(request.url().as_str()).await
    }

    /// Posts a form of another site's page.
    pub async fn post_from_elsewhere(&mut self, path: &str, fields: &[(String, String)]) -> Landed {
        let url = self.provider.address(path);
        let (from, origin) = (From::OtherSite, Some("https://elsewhere.example"));
        self.go(Navigation {
            method: Method::POST,
            url,
            from,
            origin,
            form: Some((FORM.to_owned(), encode(fields))),
        })
        .await
    }

    /// Posts a form of the provider's own page.
    pub(super) async fn post_form(&mut self, action: &Url, fields: &[(String, String)]) -> Landed {
        self.post(action, (FORM.to_owned(), encode(fields))).await
    }

    /// Posts the body of a form of the provider's own page, in that media type.
    pub(super) async fn post(&mut self, action: &Url, form: (String, Vec<u8>)) -> Landed {
        let own = self.provider.issuer().origin().ascii_serialization();
        let (method, url, from) = (Method::POST, action.clone(), From::OwnPage);
        self.go(Navigation {
            method,
            url,
            from,
            origin: Some(&own),
            form: Some(form),
        })
        .await
    }

    /// Sends a request as it is, with this browser's cookies and no other header, and follows nothing.
    pub async fn send(&mut self, mut request: Request<Body>) -> Reply {
        let path = request.uri().path().to_owned();
        if let Some(cookies) = self.jar.header(&path, Initiator::Own, self.clock.now()) {
            request
                .headers_mut()
                .append(COOKIE, cookies.parse().expect("a header"));
        }
        let reply = self.provider.send(self.address, request).await;
        self.keep_cookies(&reply);
        reply
    }

    /// A cookie that it keeps.
    pub fn cookie(&self, name: &str) -> Option<&Cookie<'static>> {
        self.jar.find(name)
    }

    /// Loses a cookie.
    pub fn lose_cookie(&mut self, name: &str) {
        self.jar.forget(name);
    }

    /// Keeps a cookie that the provider never set: the value of a `Set-Cookie` header.
    pub fn plant_cookie(&mut self, header: &str) {
        self.jar.take(header, self.clock.now());
    }

    async fn go(&mut self, first: Navigation<'_>) -> Landed {
        let mut next = first;
        for _ in 0..MAX_HOPS {
            let (url, from) = (next.url.clone(), next.from);
            let reply = self.navigate(next).await;
            let Some(location) = reply.headers.get(LOCATION) else {
                return land(Page::new(url, reply));
            };
            // Neither 302 nor 307: a form's password must not travel on (RFC 9700, 4.12).
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "redirects are 303");
            let to = url.join(location.to_str().expect("ASCII")).expect("an address");
            if to.origin() != self.provider.issuer().origin() {
                return Landed::Away(to);
            }
            next = Navigation {
                method: Method::GET,
                url: to,
                from,
                origin: None,
                form: None,
            };
        }
        panic!("the redirects go in circles, lately at {}", next.url);
    }

    async fn navigate(&mut self, navigation: Navigation<'_>) -> Reply {
        let Navigation {
            method,
            url,
            from,
            origin,
            form,
        } = navigation;
        let initiator = match (from, &method) {
            (From::AddressBar | From::OwnPage, _) => Initiator::Own,
            (From::OtherSite, &Method::POST) => Initiator::OtherSiteByPost,
            (From::OtherSite, _) => Initiator::OtherSiteByGet,
        };
        let mut request = Request::builder()
            .method(method)
            .uri(url[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
            .header(HOST, url.host_str().expect("a host"))
            .header(USER_AGENT, &self.user_agent)
            .header(ACCEPT_LANGUAGE, &self.languages)
            .header(SEC_FETCH_SITE, from.as_str());
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        if let Some(cookies) = self.jar.header(url.path(), initiator, self.clock.now()) {
            request = request.header(COOKIE, cookies);
        }
        let mut body = Body::empty();
        if let Some((media_type, bytes)) = form {
            request = request.header(CONTENT_TYPE, media_type);
            body = Body::from(bytes);
        }
        let request = request.body(body).expect("a request");
        let reply = self.provider.send(self.address, request).await;
        self.keep_cookies(&reply);
        reply
    }

    fn keep_cookies(&mut self, reply: &Reply) {
        if !self.keeps_cookies {
            return;
        }
        if reply.header("clear-site-data").contains("\"cookies\"") {
            self.jar.clear();
        }
        for cookie in reply.headers.get_all(SET_COOKIE) {
            self.jar.take(cookie.to_str().expect("ASCII"), self.clock.now());
        }
    }
}

impl From {
    const fn as_str(self) -> &'static str {
        match self {
            Self::AddressBar => "none",
            Self::OwnPage => "same-origin",
            Self::OtherSite => "cross-site",
        }
    }
}

/// A page that sends itself to another origin is left at once, as its script does it.
fn land(page: Page) -> Landed {
    match page.sent_at_once() {
        Some(form) if form.action.origin() != page.url.origin() => Landed::Posted(Posted {
            fields: form.sent(),
            action: form.action,
        }),
        _ => Landed::Page(page),
    }
}

fn encode(fields: &[(String, String)]) -> Vec<u8> {
    Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
        .into_bytes()
}

//! The authorization endpoint (RFC 6749, 3.1; OpenID Connect Core, 3.1.2).

mod answer;
mod hints;
mod max_age;
mod pending;
mod pkce;
mod prompt;
mod redirect_uri;
mod refused_by_redirect;
mod refused_on_page;

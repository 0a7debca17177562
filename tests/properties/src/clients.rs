//! The clients that strangers pose as.

use serde_json::{Value, json};
use std::sync::LazyLock;
use url::{Host, Url};
use voltkey_protocol::client::{ApplicationType, Client};

static ALL: LazyLock<[Client; 2]> = LazyLock::new(|| {
    let mut web = client(json!({
        "id": "web",
        "redirect_uris": ["https://app.example/cb", "https://app.example/cb?x=1", "http://localhost:3000/cb"],
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "scope": "openid email offline_access read",
        "audience": ["https://api.example"],
    }));
    web.has_secret = true;
    let native = client(json!({
        "id": "native",
        "application_type": "native",
        "redirect_uris": ["http://127.0.0.1/cb", "http://[::1]:8/cb?x=1", "com.example.app:/cb"],
    }));
    [web, native]
});

/// A confidential one of the web, and a native one that keeps no secret.
pub fn all() -> &'static [Client] {
    &*ALL
}

fn client(metadata: Value) -> Client {
    serde_json::from_value(metadata).expect("metadata")
}

/// Whether a client may receive answers at an address, by reading it as browsers do: the second opinion on
/// [`voltkey_protocol::client::redirect::matches`].
pub fn may_receive(client: &Client, address: &str) -> bool {
    let is_native = client.application_type == ApplicationType::Native;
    let mut registered = client.redirect_uris.iter();
    registered.any(|own| own == address || (is_native && differ_in_the_port_alone(own, address)))
}

fn differ_in_the_port_alone(registered: &str, address: &str) -> bool {
    let (Ok(registered), Ok(address)) = (Url::parse(registered), Url::parse(address)) else {
        return false;
    };
    let parts = |url: &Url| {
        let host = url.host().map(|host| host.to_owned());
        (host, url.path().to_owned(), url.query().map(str::to_owned))
    };
    let is_loopback = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    is_loopback
        && address.scheme() == "http"
        && registered.scheme() == "http"
        && address.username().is_empty()
        && address.password().is_none()
        && address.fragment().is_none()
        && parts(&registered) == parts(&address)
}

//! The platform, as a client of the provider.

use super::wire::{Lost, Reply, Wire};
use super::world::{CLIENT_ID, CLIENT_SECRET, REDIRECT_URI};
use url::form_urlencoded::Serializer;

/// The platform.
#[derive(Clone, Copy)]
pub struct App;

impl App {
    /// Where it sends a browser to sign in, with these parameters besides.
    pub fn authorize(self, more: &[(&str, &str)]) -> String {
        let query = Serializer::new(String::new())
            .extend_pairs([
                ("response_type", "code"),
                ("client_id", CLIENT_ID),
                ("redirect_uri", REDIRECT_URI),
                ("scope", "openid offline_access"),
                ("state", "a-state"),
            ])
            .extend_pairs(more)
            .finish();
        format!("/oauth2/authorize?{query}")
    }

    /// Exchanges a code.
    pub async fn exchange(self, wire: &Wire, code: &str) -> Result<Reply, Lost> {
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
        ];
        self.post(wire, "/oauth2/token", &grant).await
    }

    /// Refreshes.
    pub async fn refresh(self, wire: &Wire, token: &str) -> Result<Reply, Lost> {
        let grant = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.post(wire, "/oauth2/token", &grant).await
    }

    /// Ends a token.
    pub async fn revoke(self, wire: &Wire, token: &str) -> Result<Reply, Lost> {
        self.post(wire, "/oauth2/revoke", &[("token", token)]).await
    }

    /// Whether a token is worth anything.
    pub async fn is_active(self, wire: &Wire, token: &str) -> bool {
        let reply = self.post(wire, "/oauth2/introspect", &[("token", token)]).await;
        reply.expect("an answer").json()["active"] == true
    }

    async fn post(self, wire: &Wire, path: &str, fields: &[(&str, &str)]) -> Result<Reply, Lost> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let fields: Vec<_> = fields.iter().map(owned).collect();
        let request = wire.request_post(path, &fields);
        wire.send(request.basic_auth(CLIENT_ID, Some(CLIENT_SECRET)))
            .await
    }
}

/// Access token and refresh token of a good token response.
pub fn tokens(reply: &Reply) -> (String, String) {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let body = reply.json();
    let token = |name: &str| match body[name].as_str() {
        Some(token) => token.to_owned(),
        None => panic!("no {name}: {body}"),
    };
    (token("access_token"), token("refresh_token"))
}

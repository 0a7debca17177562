//! Access tokens as JWTs (RFC 9068).

use crate::assurance::{Acr, Amr, Authentication};
use crate::client::Client;
use crate::scope::{self, Scope};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The `typ` of the header (RFC 9068, 2.1).
pub const TYP: &str = "at+jwt";

/// The resource server that the userinfo endpoint is.
#[must_use]
pub fn userinfo_audience(issuer: &str) -> String {
    format!("{issuer}/oauth2/userinfo")
}

/// The `aud` claim: one string, or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// A single resource server.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Audience {
    /// Whether this resource server is meant.
    #[must_use]
    pub fn contains(&self, resource: &str) -> bool {
        match self {
            Self::One(one) => one == resource,
            Self::Many(many) => many.iter().any(|one| one == resource),
        }
    }

    /// Whom an access token is for: the resources that were asked for; else the client's own audience, and with
    /// scope `openid` the userinfo endpoint too. A token for nothing else is for the provider itself, because
    /// RFC 9068, 3 wants an audience in every token.
    #[must_use]
    pub fn decide(issuer: &str, client: &Client, scope: &Scope, resources: &[String]) -> Self {
        let mut audience = resources.to_vec();
        if audience.is_empty() {
            audience.extend(client.audience.first().cloned());
            if scope.contains(scope::OPENID) {
                audience.push(userinfo_audience(issuer));
            }
        }
        match audience.len() {
            0 => Self::One(issuer.to_owned()),
            1 => Self::One(audience.remove(0)),
            _ => Self::Many(audience),
        }
    }
}

/// The claims of an access token (RFC 9068, 2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The person; for a token of the client itself its `client_id` (RFC 9068, 2.2).
    pub sub: String,
    /// The resource servers.
    pub aud: Audience,
    /// The client.
    pub client_id: String,
    /// When it ends, in seconds.
    pub exp: i64,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// Its identifier: what a revocation names.
    pub jti: String,
    /// What it is good for.
    #[serde(default, skip_serializing_if = "Scope::is_empty")]
    pub scope: Scope,
    /// The grant that it came of, so that a revoked grant is seen; none for a token of the client itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    /// RFC 9068, 2.2.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// RFC 9068, 2.2.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<Acr>,
    /// RFC 9068, 2.2.1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<Amr>,
}

/// What every token of one answer shares.
#[derive(Clone, Copy, Debug)]
pub struct Issuance<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The client.
    pub client: &'a Client,
    /// What the tokens are good for.
    pub scope: &'a Scope,
    /// RFC 8707.
    pub resources: &'a [String],
    /// The moment.
    pub now: Timestamp,
    /// How long the access token lives.
    pub lifetime: Duration,
}

impl AccessTokenClaims {
    /// A token that acts for a person.
    #[must_use]
    pub fn for_person(
        issuance: &Issuance<'_>,
        jti: String,
        sub: &str,
        grant_id: &str,
        authentication: &Authentication,
    ) -> Self {
        Self {
            sub: sub.to_owned(),
            grant_id: Some(grant_id.to_owned()),
            auth_time: Some(authentication.auth_time.as_seconds()),
            acr: Some(authentication.acr()),
            amr: authentication.amr.clone(),
            ..Self::for_client(issuance, jti)
        }
    }

    /// A token of the client itself (RFC 6749, 4.4).
    #[must_use]
    pub fn for_client(issuance: &Issuance<'_>, jti: String) -> Self {
        let Issuance {
            issuer,
            client,
            scope,
            resources,
            now,
            lifetime,
        } = *issuance;
        Self {
            iss: issuer.to_owned(),
            sub: client.id.clone(),
            aud: Audience::decide(issuer, client, scope, resources),
            client_id: client.id.clone(),
            exp: (now + lifetime).as_seconds(),
            iat: now.as_seconds(),
            jti,
            scope: scope.clone(),
            grant_id: None,
            auth_time: None,
            acr: None,
            amr: Vec::new(),
        }
    }

    /// The same with as much scope as its client may ask for now.
    #[must_use]
    pub fn narrowed(self, client: &Client) -> Self {
        let scope = client.narrow(&self.scope);
        Self { scope, ..self }
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.exp <= now.as_seconds()
    }
}

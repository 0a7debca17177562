//! Request objects: an authorization request, or part of one, as a JWT (OpenID Connect Core, 6; RFC 9101 where it says
//! nothing else).
//!
//! What stands inside supersedes what stands outside. It is opened before it is settled where an answer may go, because
//! that can stand inside too.

use crate::authorize::request::KEPT;
use crate::client::Client;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::jose::ClientAlg;
use crate::params::{Params, shorten};
use crate::time::Timestamp;
use serde_json::{Map, Value};
use std::time::Duration;

/// The longest `request_uri` (OpenID Connect Core, 6.2).
const MAX_URI: usize = 512;
/// How far the clocks of a client may be off.
const LEEWAY: Duration = Duration::from_secs(30);
/// The types that say what it is (RFC 9101, 10.8; RFC 7519, 5.1). Most objects name none.
const TYPES: &[&str] = &["oauth-authz-req+jwt", "jwt"];
/// The algorithms of request objects. A client may use each of them, unless it has registered one: so it is held to sign
/// (OpenID Connect Dynamic Registration, 2). An unsigned object says no more than the parameters that it stands for, which
/// a client that is not held to sign may send as they are.
pub const ALGS: &[ClientAlg] = ClientAlg::ALL;

/// How a request brings its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// `request`: the JWT itself.
    Value(&'a str),
    /// `request_uri`: where it lies.
    Reference(&'a str),
}

/// Where an object lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The address without its fragment.
    pub address: &'a str,
    /// The fragment: the SHA-256 of the object in base64url, or what else the client names a version by.
    pub version: Option<&'a str>,
}

/// How a request brings its object; none where it brings none.
///
/// # Errors
/// When it brings two, or some parameter stands twice.
pub fn source(params: &Params) -> Result<Option<Source<'_>>, Refusal> {
    let source = match (params.get("request"), params.get("request_uri")) {
        (None, None) => return Ok(None),
        (Some(jwt), None) => Source::Value(jwt),
        (None, Some(uri)) => Source::Reference(uri),
        // OpenID Connect Core, 6.1 and 6.2: never both.
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid_request(
                Rule::RequestObjectsTwo,
                "request and request_uri must not stand in one request",
            ));
        }
    };
    params.refuse_repeated()?;
    Ok(Some(source))
}

/// Where an object lies, if the client has registered that address (OpenID Connect Discovery, 3:
/// `require_request_uri_registration`). The fragment may be another.
///
/// # Errors
/// `invalid_request_uri`.
pub fn reference<'a>(uri: &'a str, client: &Client) -> Result<Reference<'a>, Refusal> {
    if uri.len() > MAX_URI {
        return Err(uri_refused(
            Rule::RequestUriUnregistered,
            "request_uri is longer than 512 characters",
        ));
    }
    let (address, version) = split(uri);
    let is_registered = client.request_uris.iter().any(|own| split(own).0 == address);
    if !is_registered {
        let refusal = uri_refused(
            Rule::RequestUriUnregistered,
            "request_uri equals none of the addresses that are registered for this client",
        );
        return Err(refusal
            .with("request_uri", shorten(uri))
            .with("registered", client.request_uris.join(" ")));
    }
    Ok(Reference { address, version })
}

fn split(uri: &str) -> (&str, Option<&str>) {
    match uri.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (uri, None),
    }
}

/// The refusal of a `request_uri`.
#[must_use]
pub fn uri_refused(rule: Rule, description: impl AsRef<str>) -> Refusal {
    Refusal::new(ErrorCode::InvalidRequestUri, rule, description)
}

/// The refusal of an object.
#[must_use]
pub fn refused(rule: Rule, description: impl AsRef<str>) -> Refusal {
    Refusal::new(ErrorCode::InvalidRequestObject, rule, description)
}

/// What an object is signed with: what is registered, or else what its header names.
///
/// # Errors
/// `invalid_request_object`, when its header names something else than is registered, or than there is.
pub fn alg(client: &Client, named: &str) -> Result<ClientAlg, Refusal> {
    let said = named.parse::<ClientAlg>().ok();
    match client.request_object_signing_alg {
        Some(registered) if said == Some(registered) => Ok(registered),
        Some(registered) => Err(wrong_alg(
            named,
            format!(
                "the alg of the request object must be {registered}, which is registered for this client"
            ),
        )),
        None => said.ok_or_else(|| {
            let all: Vec<_> = ALGS.iter().map(|alg| alg.as_str()).collect();
            wrong_alg(
                named,
                format!("the alg of the request object must be one of {}", all.join(", ")),
            )
        }),
    }
}

fn wrong_alg(named: &str, description: String) -> Refusal {
    refused(Rule::RequestObjectAlgorithm, description).with("alg", shorten(named))
}

/// An object whose signature was found true, or that needs none.
#[derive(Clone, Copy, Debug)]
pub struct RequestObject<'a> {
    /// The `typ` of its header.
    pub typ: Option<&'a str>,
    /// Its claims set.
    pub claims: &'a Map<String, Value>,
}

impl RequestObject<'_> {
    /// The request as a whole: what stands inside, and of what stands outside the rest.
    ///
    /// # Errors
    /// `invalid_request_object`, when the object is not one of this client for this provider at this moment, brings a
    /// further object, contradicts `client_id` or `response_type` outside, has a value that no parameter can have, or more
    /// than a request may have.
    pub fn unfold(
        &self,
        outside: &Params,
        client: &Client,
        issuer: &str,
        now: Timestamp,
    ) -> Result<Params, Refusal> {
        self.check_type()?;
        self.check_parties(client, issuer)?;
        self.check_times(now)?;
        self.check_nothing_nested()?;
        self.check_agreement(outside)?;
        let mut inside = Vec::new();
        for (name, value) in self.claims.iter().filter(|(name, _)| is_parameter(name)) {
            inside.extend(
                values(name, value)?
                    .into_iter()
                    .map(|value| (name.clone(), value)),
            );
        }
        let rest = outside
            .iter()
            .filter(|(name, _)| {
                !matches!(*name, "request" | "request_uri") && !self.claims.contains_key(*name)
            })
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        Params::bounded(rest.chain(inside).collect()).map_err(|refusal| {
            refused(
                refusal.rule,
                format!("in the request object, {}", refusal.description),
            )
        })
    }

    /// RFC 9101, 10.8: a token of another kind is no request, whoever signed it.
    fn check_type(&self) -> Result<(), Refusal> {
        let Some(typ) = self.typ else {
            return Ok(());
        };
        let typ = typ.to_ascii_lowercase();
        match TYPES.contains(&typ.strip_prefix("application/").unwrap_or(&typ)) {
            true => Ok(()),
            false => Err(refused(
                Rule::RequestObjectMalformed,
                "the typ of the request object is not oauth-authz-req+jwt",
            )),
        }
    }

    fn check_parties(&self, client: &Client, issuer: &str) -> Result<(), Refusal> {
        if self
            .claims
            .get("iss")
            .is_some_and(|iss| iss != client.id.as_str())
        {
            return Err(claim("iss", "iss of the request object must be the client_id"));
        }
        let names_us = |aud: &Value| match aud {
            Value::Array(all) => all.iter().any(|aud| aud == issuer),
            one => one == issuer,
        };
        if self.claims.get("aud").is_some_and(|aud| !names_us(aud)) {
            return Err(claim("aud", "aud of the request object must be the issuer"));
        }
        // RFC 9101, 10.8: or it could be used as the client's proof of itself.
        if self
            .claims
            .get("sub")
            .is_some_and(|sub| sub == client.id.as_str())
        {
            return Err(claim("sub", "sub of a request object must not be the client_id"));
        }
        Ok(())
    }

    fn check_times(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.time("exp")?.is_some_and(|exp| exp + LEEWAY <= now) {
            return Err(claim("exp", "the request object has expired"));
        }
        if self.time("nbf")?.is_some_and(|nbf| nbf > now + LEEWAY) {
            return Err(claim("nbf", "the request object is not valid yet"));
        }
        Ok(())
    }

    /// A `NumericDate`, whose fraction is cut off (RFC 7519, 2).
    fn time(&self, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
        let Some(value) = self.claims.get(name) else {
            return Ok(None);
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the cast saturates, and so do timestamps"
        )]
        let seconds = value
            .as_i64()
            .or_else(|| value.as_f64().map(|seconds| seconds as i64));
        let seconds =
            seconds.ok_or_else(|| claim(name, &format!("{name} of the request object must be a number")))?;
        Ok(Some(Timestamp::from_seconds(seconds)))
    }

    /// OpenID Connect Core, 6.1: no object in an object.
    fn check_nothing_nested(&self) -> Result<(), Refusal> {
        match ["request", "request_uri"]
            .into_iter()
            .find(|name| self.claims.contains_key(*name))
        {
            None => Ok(()),
            Some(name) => Err(claim(name, "a request object must not bring another")),
        }
    }

    /// OpenID Connect Core, 6.1: these must match, if they stand in both.
    fn check_agreement(&self, outside: &Params) -> Result<(), Refusal> {
        let disagrees = |name: &&str| match (outside.get(name), self.claims.get(*name)) {
            (Some(outside), Some(inside)) => inside != outside,
            _ => false,
        };
        match ["client_id", "response_type"].into_iter().find(disagrees) {
            None => Ok(()),
            Some(name) => Err(refused(
                Rule::RequestObjectMismatch,
                format!("{name} in the request object is another than outside"),
            )
            .with("parameter", name)),
        }
    }
}

/// Whether a member is a parameter, and no claim about the JWT itself (RFC 7519, 4.1).
fn is_parameter(name: &str) -> bool {
    !matches!(name, "iss" | "sub" | "aud" | "exp" | "nbf" | "iat" | "jti")
}

/// The values of a member as a form would carry them (OpenID Connect Core, 6.1: a number is one in JSON, and `claims` an
/// object). Of parameters that say nothing to this provider, what can't be one is passed over.
fn values(name: &str, value: &Value) -> Result<Vec<String>, Refusal> {
    let value = match value {
        Value::Null => return Ok(Vec::new()),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
        Value::Array(many) if name == "resource" && many.iter().all(Value::is_string) => {
            return Ok(many.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        }
        Value::Array(_) if KEPT.contains(&name) => {
            return Err(claim(
                name,
                &format!("{} in the request object must not be an array", shorten(name)),
            ));
        }
        Value::Array(_) => return Ok(Vec::new()),
    };
    match value.contains('\0') {
        false => Ok(vec![value]),
        true => Err(claim(name, "a value in the request object holds a NUL character")),
    }
}

fn claim(name: &str, description: &str) -> Refusal {
    refused(Rule::RequestObjectClaim, description).with("claim", shorten(name))
}

//! What is wrong with a client's metadata: the rules of every way to register one (a file for `apply`, the operators'
//! form, the registration endpoint). What `RFC 7591, 2` and `OpenID Connect Dynamic Registration, 2` demand is named
//! at each rule.

use super::keys::{self, Purpose};
use super::metadata::{ApplicationType, AuthMethod, Client, GrantType, SubjectType};
use super::redirect;
use super::sector;
use crate::authorize::ResponseType;
use crate::jose::ClientAlg;
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// The most entries of a list.
const MOST_ENTRIES: usize = 50;
/// The most characters of a text.
const MOST_CHARACTERS: usize = 2_000;
/// The most characters of the name.
const LONGEST_NAME: usize = 200;

/// Metadata that the standards register and this version does not act on, and that changes nothing of the
/// provider's answers when it is only kept.
const INFORMATIVE: &[&str] = &["software_id", "software_version", "display"];

/// What may be given in several languages, `client_name#de` (OpenID Connect Dynamic Registration, 2.1), with whether it
/// is an address.
pub(super) const LOCALIZED: &[(&str, bool)] = &[
    ("client_name", false),
    ("client_uri", true),
    ("logo_uri", true),
    ("policy_uri", true),
    ("tos_uri", true),
];

/// One thing that is wrong with a client's metadata.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct Problem {
    /// The metadata's name.
    pub field: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Every rule, in the order in which its field is told.
const RULES: [fn(&Client, &mut Found); 14] = [
    identifier,
    sizes,
    redirect_uris,
    grant_types,
    response_types,
    authentication,
    way_back,
    keys_of_the_client,
    algorithms,
    keys_for_algorithms,
    subject,
    addresses,
    logout,
    others,
];

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn say(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(Problem {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// Says it unless it holds.
    fn demand(&mut self, holds: bool, field: &str, message: &str) {
        if !holds {
            self.say(field, message);
        }
    }
}

impl Client {
    /// Everything that is wrong with this metadata; empty when it can be registered.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Found::default();
        for rule in RULES {
            rule(self, &mut found);
        }
        found.0
    }

    fn has_keys(&self) -> bool {
        self.jwks.is_some() || self.jwks_uri.is_some()
    }

    fn lists(&self) -> [(&'static str, &Vec<String>); 7] {
        [
            ("redirect_uris", &self.redirect_uris),
            ("post_logout_redirect_uris", &self.post_logout_redirect_uris),
            ("return_uris", &self.return_uris),
            ("request_uris", &self.request_uris),
            ("audience", &self.audience),
            ("default_acr_values", &self.default_acr_values),
            ("contacts", &self.contacts),
        ]
    }

    fn single_addresses(&self) -> impl Iterator<Item = (&'static str, Reach, &str)> {
        [
            ("initiate_login_uri", Reach::Secure, &self.initiate_login_uri),
            ("client_uri", Reach::Any, &self.client_uri),
            ("logo_uri", Reach::Any, &self.logo_uri),
            ("policy_uri", Reach::Any, &self.policy_uri),
            ("tos_uri", Reach::Any, &self.tos_uri),
            ("jwks_uri", Reach::Secure, &self.jwks_uri),
            ("sector_identifier_uri", Reach::Https, &self.sector_identifier_uri),
            (
                "backchannel_logout_uri",
                Reach::Secure,
                &self.backchannel_logout_uri,
            ),
            (
                "frontchannel_logout_uri",
                Reach::Secure,
                &self.frontchannel_logout_uri,
            ),
        ]
        .into_iter()
        .filter_map(|(field, reach, uri)| uri.as_deref().map(|uri| (field, reach, uri)))
    }
}

fn identifier(client: &Client, found: &mut Found) {
    let id = &client.id;
    let is_good = !id.is_empty() && id.len() <= 255 && id.bytes().all(|b| (0x20..=0x7e).contains(&b));
    let message = "must be 1 to 255 printable ASCII characters (RFC 6749, A.1)";
    found.demand(is_good, "id", message);
}

fn sizes(client: &Client, found: &mut Found) {
    let long = |text: &str| text.chars().nth(MOST_CHARACTERS).is_some();
    for (field, list) in client.lists() {
        if list.len() > MOST_ENTRIES {
            found.say(field, format!("must have at most {MOST_ENTRIES} entries"));
        }
        if list.iter().any(|text| long(text)) {
            found.say(
                field,
                format!("an entry must have at most {MOST_CHARACTERS} characters"),
            );
        }
    }
    for (field, _, uri) in client.single_addresses() {
        if long(uri) {
            found.say(field, format!("must have at most {MOST_CHARACTERS} characters"));
        }
    }
    found.demand(
        is_name(&client.name),
        "name",
        "must have at most 200 characters, all of them visible",
    );
}

fn redirect_uris(client: &Client, found: &mut Found) {
    for uri in &client.redirect_uris {
        if let Err(message) = redirect::check_registrable(uri, client.application_type) {
            found.say("redirect_uris", format!("{uri}: {message}"));
        }
    }
    for grant_type in [GrantType::AuthorizationCode, GrantType::Implicit] {
        if client.has_grant(grant_type) && client.redirect_uris.is_empty() {
            found.say(
                "redirect_uris",
                format!("at least one is needed for the grant type {grant_type}"),
            );
        }
    }
}

fn grant_types(client: &Client, found: &mut Found) {
    found.demand(
        !client.has_grant(GrantType::RefreshToken) || client.has_grant(GrantType::AuthorizationCode),
        "grant_types",
        "refresh_token needs authorization_code beside it",
    );
    found.demand(
        !client.has_grant(GrantType::ClientCredentials) || !client.is_public(),
        "grant_types",
        "client_credentials needs a client that has a secret",
    );
}

/// Which response type needs which grant type: RFC 7591, 2.1, and the table of OpenID Connect Dynamic Registration, 2.
fn response_types(client: &Client, found: &mut Found) {
    let answers_directly = client.has_grant(GrantType::Implicit);
    let is_left_out = client.response_types == [ResponseType::Code];
    if is_left_out && !client.has_grant(GrantType::AuthorizationCode) && !answers_directly {
        // A machine, whose response type is the default and of no use.
        return;
    }
    for response_type in &client.response_types {
        let needed = [
            (response_type.has_code(), GrantType::AuthorizationCode),
            (*response_type != ResponseType::Code, GrantType::Implicit),
        ];
        for (needs, grant_type) in needed {
            if needs && !client.has_grant(grant_type) {
                found.say(
                    "response_types",
                    format!("{response_type} needs the grant type {grant_type}"),
                );
            }
        }
    }
}

/// OpenID Connect Core, 9: what each way of authentication is keyed with.
fn authentication(client: &Client, found: &mut Found) {
    const FIELD: &str = "token_endpoint_auth_method";
    use AuthMethod::{ClientSecretBasic, ClientSecretJwt, ClientSecretPost, None as Nothing, PrivateKeyJwt};
    match client.token_endpoint_auth_method {
        Some(Nothing) if client.has_secret => {
            found.say(FIELD, "none, but a secret is given: remove one of the two");
        }
        Some(method @ (ClientSecretBasic | ClientSecretPost | ClientSecretJwt)) if !client.has_secret => {
            found.say(
                FIELD,
                format!("{method} needs a secret, secret_env or secret_file"),
            );
        }
        Some(PrivateKeyJwt) => {
            found.demand(client.has_keys(), FIELD, "private_key_jwt needs jwks or jwks_uri");
        }
        _ => {}
    }
    let fits = match client.token_endpoint_auth_signing_alg {
        None => true,
        Some(ClientAlg::None) => false,
        Some(ClientAlg::HS256) => client.token_endpoint_auth_method == Some(ClientSecretJwt),
        Some(_) => client.token_endpoint_auth_method == Some(PrivateKeyJwt),
    };
    found.demand(
        fits,
        "token_endpoint_auth_signing_alg",
        "HS256 goes with client_secret_jwt, the others with private_key_jwt, none with nothing",
    );
}

fn way_back(client: &Client, found: &mut Found) {
    for (field, uris) in [
        ("post_logout_redirect_uris", &client.post_logout_redirect_uris),
        ("return_uris", &client.return_uris),
    ] {
        for uri in uris {
            if let Err(message) = redirect::check_registrable(uri, client.application_type) {
                found.say(field, format!("{uri}: {message}"));
            }
        }
    }
}

/// RFC 7591, 2: its keys by value or by reference, and public ones only.
fn keys_of_the_client(client: &Client, found: &mut Found) {
    found.demand(
        client.jwks.is_none() || client.jwks_uri.is_none(),
        "jwks_uri",
        "must not stand beside jwks: remove one of the two",
    );
    if let Some(Err(message)) = client.jwks.as_ref().map(keys::check) {
        found.say("jwks", message);
    }
}

/// OpenID Connect Dynamic Registration, 2: `enc` needs `alg`, and whatever is encrypted for the client or signed by it
/// needs its keys.
fn algorithms(client: &Client, found: &mut Found) {
    let pairs = [
        (
            "id_token_encrypted_response_alg",
            client.id_token_encrypted_response_alg,
            "id_token_encrypted_response_enc",
            client.id_token_encrypted_response_enc,
        ),
        (
            "userinfo_encrypted_response_alg",
            client.userinfo_encrypted_response_alg,
            "userinfo_encrypted_response_enc",
            client.userinfo_encrypted_response_enc,
        ),
    ];
    for (alg_field, alg, enc_field, enc) in pairs {
        if alg.is_some() && !client.has_keys() {
            found.say(alg_field, "needs jwks or jwks_uri: whose key should it be?");
        }
        if alg.is_none() && enc.is_some() {
            found.say(enc_field, format!("needs {alg_field} beside it"));
        }
    }
    found.demand(
        client.request_object_encryption_enc.is_none() || client.request_object_encryption_alg.is_some(),
        "request_object_encryption_enc",
        "needs request_object_encryption_alg beside it",
    );
    let (holds, message) = match client.request_object_signing_alg {
        None | Some(ClientAlg::None) => (true, ""),
        Some(ClientAlg::HS256) => (client.has_secret, "HS256 needs a client that has a secret"),
        Some(_) => (client.has_keys(), "needs jwks or jwks_uri"),
    };
    found.demand(holds, "request_object_signing_alg", message);
}

/// A set that is registered by value has a key for whatever is to be done with it: nothing else will ever be there.
fn keys_for_algorithms(client: &Client, found: &mut Found) {
    let Some(jwks) = client.jwks.as_ref().filter(|jwks| keys::check(jwks).is_ok()) else {
        return;
    };
    let signature = |alg: Option<ClientAlg>| {
        let own = alg.filter(|alg| !matches!(alg, ClientAlg::HS256 | ClientAlg::None));
        own.map(Purpose::Signature)
    };
    let needed = [
        (
            "token_endpoint_auth_signing_alg",
            signature(client.token_endpoint_auth_signing_alg),
        ),
        (
            "request_object_signing_alg",
            signature(client.request_object_signing_alg),
        ),
        (
            "id_token_encrypted_response_alg",
            client.id_token_encrypted_response_alg.map(Purpose::Encryption),
        ),
        (
            "userinfo_encrypted_response_alg",
            client.userinfo_encrypted_response_alg.map(Purpose::Encryption),
        ),
    ];
    for (field, purpose) in needed {
        if let Some(purpose) = purpose
            && !keys::has_key_for(jwks, purpose)
        {
            found.say(
                "jwks",
                format!("has no key for {}, which is the {field}", purpose.alg()),
            );
        }
    }
    let signs = |alg: &ClientAlg| keys::has_key_for(jwks, Purpose::Signature(*alg));
    found.demand(
        client.token_endpoint_auth_method != Some(AuthMethod::PrivateKeyJwt)
            || ClientAlg::ALL.iter().any(signs),
        "jwks",
        "has no key that signs, which private_key_jwt needs",
    );
}

/// OpenID Connect Core, 8.1: whose redirect URIs have several hosts says by `sector_identifier_uri` which sector it is.
fn subject(client: &Client, found: &mut Found) {
    if client.subject_type != SubjectType::Pairwise || client.sector_identifier_uri.is_some() {
        return;
    }
    let hosts: BTreeSet<_> = client.redirect_uris.iter().map(|uri| sector::host(uri)).collect();
    found.demand(
        hosts.len() <= 1,
        "sector_identifier_uri",
        "is needed for pairwise subjects where the redirect_uris have several hosts",
    );
}

/// By which schemes an address may be reached.
#[derive(Clone, Copy)]
enum Reach {
    /// A page for people.
    Any,
    /// What carries a login or a token: https, and plain http on this machine only.
    Secure,
    /// https, as its specification demands.
    Https,
}

impl Reach {
    fn check(self, uri: &str) -> Result<(), &'static str> {
        let parsed = Url::parse(uri).ok();
        let Some(url) = parsed.filter(|_| redirect::is_plain(uri) && redirect::names_host(uri)) else {
            return Err("is not a web address");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold a user name or password");
        }
        if !redirect::is_plain_host(&url) {
            return Err("must name its host by letters, digits, dots and hyphens");
        }
        match (self, url.scheme()) {
            (_, "https") | (Self::Any, "http") => Ok(()),
            (Self::Secure, "http") if redirect::is_loopback(&url) => Ok(()),
            (Self::Secure | Self::Https, "http") => Err("must be https"),
            _ => Err("is not a web address"),
        }
    }
}

fn addresses(client: &Client, found: &mut Found) {
    let single = client.single_addresses();
    let requests = client.request_uris.iter();
    for (field, reach, uri) in single.chain(requests.map(|uri| ("request_uris", Reach::Secure, uri.as_str())))
    {
        if let Err(message) = reach.check(uri) {
            found.say(field, format!("{uri} {message}"));
        }
    }
    for uri in &client.audience {
        if Url::parse(uri).is_ok_and(|url| url.fragment().is_some()) {
            found.say(
                "audience",
                format!("{uri} must not have a fragment (RFC 8707, 2)"),
            );
        }
    }
}

/// OpenID Connect Back-Channel Logout, 2.2, and Front-Channel Logout, 2.
fn logout(client: &Client, found: &mut Found) {
    let parsed = |uri: &Option<String>| uri.as_deref().and_then(|uri| Url::parse(uri).ok());
    let (back, front) = (
        parsed(&client.backchannel_logout_uri),
        parsed(&client.frontchannel_logout_uri),
    );
    for (field, url) in [
        ("backchannel_logout_uri", &back),
        ("frontchannel_logout_uri", &front),
    ] {
        let has_fragment = url.as_ref().is_some_and(|url| url.fragment().is_some());
        found.demand(!has_fragment, field, "must not have a fragment");
    }
    if let Some(front) = front {
        let is_same = |uri: &String| Url::parse(uri).is_ok_and(|url| url.origin() == front.origin());
        found.demand(
            client.redirect_uris.iter().any(is_same),
            "frontchannel_logout_uri",
            "must have scheme, host and port of one of the redirect_uris",
        );
    }
}

/// Metadata that would have to change an answer but does not yet: refusing is safer than ignoring.
fn others(client: &Client, found: &mut Found) {
    for (name, value) in &client.other {
        let checked = match name.split_once('#') {
            Some((plain, language)) => check_localized(plain, language, value),
            None if INFORMATIVE.contains(&name.as_str()) => check_text(value),
            // What is switched off is as if it were not there.
            None if value == &Value::Bool(false) => Ok(()),
            None => Err("is not supported by this version: remove it"),
        };
        if let Err(message) = checked {
            // A problem names its member, also the one whose name is nothing: as JSON writes it.
            let name = if name.is_empty() { r#""""# } else { name };
            found.say(name, message);
        }
    }
}

fn check_localized(plain: &str, language: &str, value: &Value) -> Result<(), &'static str> {
    let Some((_, is_address)) = LOCALIZED.iter().find(|(name, _)| *name == plain) else {
        return Err("is not given in several languages: remove it");
    };
    let is_tag = (1..=35).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_tag {
        return Err("what stands behind the # is a language (BCP 47), such as de");
    }
    check_text(value)?;
    if plain == "client_name" && !value.as_str().is_some_and(is_name) {
        return Err("must have at most 200 characters, all of them visible");
    }
    match value.as_str() {
        Some(uri) if *is_address => Reach::Any.check(uri),
        _ => Ok(()),
    }
}

/// Whether a text can stand for an app on a page that people trust: short, something to be seen, and without characters
/// that hide, break or turn what stands beside them. No name at all is one, too: then the identifier stands there.
fn is_name(text: &str) -> bool {
    let is_short = text.chars().nth(LONGEST_NAME).is_none();
    let is_seen = text.is_empty() || text.chars().any(|c| !c.is_whitespace());
    is_short && is_seen && !text.chars().any(is_hidden)
}

/// Controls of the writing direction and of line breaks, joiners, fillers that take room, tags, and noncharacters.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}')
}

fn check_text(value: &Value) -> Result<(), &'static str> {
    match value.as_str() {
        None => Err("must be a text"),
        Some(text) if text.chars().nth(MOST_CHARACTERS).is_some() => Err("is too long"),
        Some(_) => Ok(()),
    }
}

/// What only a client must keep to that registers itself: none of its addresses leads to the provider at `issuer`. From
/// there a page or a call would come as if the provider's own people had sent it, and pictures and links would do what its
/// own pages do.
#[must_use]
pub fn at_the_provider(client: &Client, issuer: &str) -> Vec<Problem> {
    let lists = [
        ("redirect_uris", &client.redirect_uris),
        ("post_logout_redirect_uris", &client.post_logout_redirect_uris),
        ("request_uris", &client.request_uris),
    ];
    let lists = lists.into_iter().flat_map(|(field, list)| {
        let entries = list.iter().map(String::as_str);
        entries.map(move |uri| (field, uri))
    });
    let single = client.single_addresses().map(|(field, _, uri)| (field, uri));
    let localized = client.other.iter().filter(|(field, _)| field.contains('#'));
    let localized = localized.filter_map(|(field, value)| Some((field.as_str(), value.as_str()?)));
    let all = lists.chain(single).chain(localized);
    let there = all.filter(|(_, uri)| redirect::is_same_server(uri, issuer));
    let there = there.map(|(field, uri)| Problem {
        field: field.to_owned(),
        message: format!("{uri}: must not lead to this provider"),
    });
    there.collect()
}

/// What only a client must keep to that registers itself, where the provider at `issuer` is reached by https: its logins
/// begin at an https address, on this machine too; and a web client that answers directly takes its answers by https, and
/// not on `localhost` (OpenID Connect Dynamic Registration, 2).
#[must_use]
pub fn not_by_https(client: &Client, issuer: &str) -> Vec<Problem> {
    let mut found = Found::default();
    if !issuer.starts_with("https:") {
        return found.0;
    }
    let on_this_machine = |uri: &&String| Url::parse(uri).ok().filter(redirect::is_loopback);
    if let Some(uri) = &client.initiate_login_uri
        && on_this_machine(&uri).is_some_and(|url| url.scheme() == "http")
    {
        found.say("initiate_login_uri", format!("{uri} must be https"));
    }
    let is_held = client.application_type == ApplicationType::Web && client.has_grant(GrantType::Implicit);
    let mut uris = client.redirect_uris.iter().filter(|_| is_held);
    if let Some(uri) = uris.find(|uri| on_this_machine(uri).is_some()) {
        let message = format!("{uri}: a web client with the grant type implicit must not use localhost");
        found.say("redirect_uris", message);
    }
    found.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn client(more: Value) -> Client {
        let mut metadata = json!({"id": "app", "redirect_uris": ["https://app.example/cb"]});
        let all = metadata.as_object_mut().expect("an object");
        all.extend(more.as_object().expect("an object").clone());
        serde_json::from_value(metadata).expect("metadata")
    }

    fn fields(more: Value) -> Vec<String> {
        let problems = client(more).problems().into_iter();
        problems.map(|problem| problem.field).collect()
    }

    #[test]
    fn no_address_leads_to_the_provider() {
        let issuer = "https://id.example";
        for (more, field) in [
            (
                json!({"redirect_uris": ["https://id.example/oauth2/logout"]}),
                "redirect_uris",
            ),
            (
                json!({"post_logout_redirect_uris": ["https://ID.example:443/"]}),
                "post_logout_redirect_uris",
            ),
            (json!({"request_uris": ["https://id.example./x"]}), "request_uris"),
            (json!({"jwks_uri": "https://id.example/oauth2/jwks"}), "jwks_uri"),
            (
                json!({"sector_identifier_uri": "https://id.example/s"}),
                "sector_identifier_uri",
            ),
            (
                json!({"backchannel_logout_uri": "https://id.example/b"}),
                "backchannel_logout_uri",
            ),
            (
                json!({"initiate_login_uri": "http://id.example/login"}),
                "initiate_login_uri",
            ),
            (json!({"logo_uri": "https://id.example/auth/logout"}), "logo_uri"),
            (
                json!({"logo_uri#de": "http://id.example/auth/logout"}),
                "logo_uri#de",
            ),
        ] {
            let told = at_the_provider(&client(more.clone()), issuer);
            let told: Vec<_> = told.iter().map(|problem| problem.field.as_str()).collect();
            assert_eq!(told, [field], "{more}");
        }
        let near = client(json!({
            "redirect_uris": ["https://id.example:8443/cb", "https://xid.example/", "com.example.app:/cb"],
            "contacts": ["a@id.example"], "client_name#de": "id.example"
        }));
        assert_eq!(at_the_provider(&near, issuer), []);
    }

    #[test]
    fn a_member_without_a_name_is_named_too() {
        assert_eq!(fields(json!({ "": "x" })), [r#""""#]);
    }

    #[test]
    fn names_what_is_wrong() {
        let odd = json!({
            "id": "", "redirect_uris": ["/relative", "https://app.example/#x"], "tos_uri": "javascript:1",
            "grant_types": ["client_credentials"], "require_signed_request_object": true, "software_id": "4"
        });
        let expected = [
            "id",
            "redirect_uris",
            "redirect_uris",
            "grant_types",
            "tos_uri",
            "require_signed_request_object",
        ];
        assert_eq!(fields(odd), expected);
    }

    #[test]
    fn each_field_has_its_rule() {
        let jwks = json!({"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]});
        for (more, field) in [
            (
                json!({"jwks": jwks, "jwks_uri": "https://app.example/jwks"}),
                "jwks_uri",
            ),
            (
                json!({"jwks": {"keys": [{"kty": "RSA", "n": "AA", "e": "AQAB", "d": "AA"}]}}),
                "jwks",
            ),
            (json!({"jwks": [1]}), "jwks"),
            (
                json!({"jwks": {"keys": [{"kty": "RSA"}]}, "id_token_encrypted_response_alg": "ECDH-ES"}),
                "jwks",
            ),
            (
                json!({"jwks": {"keys": [{"kty": "RSA"}]}, "request_object_signing_alg": "ES256"}),
                "jwks",
            ),
            (
                json!({"jwks": {"keys": [{"kty": "EC", "crv": "P-256", "use": "enc"}]},
                    "token_endpoint_auth_method": "private_key_jwt"}),
                "jwks",
            ),
            (json!({"jwks_uri": "http://app.example/jwks"}), "jwks_uri"),
            (
                json!({"token_endpoint_auth_method": "private_key_jwt"}),
                "token_endpoint_auth_method",
            ),
            (
                json!({"token_endpoint_auth_method": "client_secret_jwt"}),
                "token_endpoint_auth_method",
            ),
            (
                json!({"token_endpoint_auth_signing_alg": "none"}),
                "token_endpoint_auth_signing_alg",
            ),
            (
                json!({"token_endpoint_auth_signing_alg": "RS256"}),
                "token_endpoint_auth_signing_alg",
            ),
            (json!({"response_types": ["id_token"]}), "response_types"),
            (json!({"grant_types": ["implicit"]}), "response_types"),
            (
                json!({"id_token_encrypted_response_enc": "A256GCM"}),
                "id_token_encrypted_response_enc",
            ),
            (
                json!({"id_token_encrypted_response_alg": "ECDH-ES"}),
                "id_token_encrypted_response_alg",
            ),
            (
                json!({"userinfo_encrypted_response_enc": "A256GCM"}),
                "userinfo_encrypted_response_enc",
            ),
            (
                json!({"request_object_encryption_enc": "A256GCM"}),
                "request_object_encryption_enc",
            ),
            (
                json!({"request_object_signing_alg": "HS256"}),
                "request_object_signing_alg",
            ),
            (
                json!({"request_object_signing_alg": "RS256"}),
                "request_object_signing_alg",
            ),
            (json!({"request_uris": ["http://app.example/r"]}), "request_uris"),
            (
                json!({"initiate_login_uri": "http://app.example/login"}),
                "initiate_login_uri",
            ),
            (
                json!({"sector_identifier_uri": "http://localhost/s"}),
                "sector_identifier_uri",
            ),
            (
                json!({"backchannel_logout_uri": "https://app.example/o#x"}),
                "backchannel_logout_uri",
            ),
            (
                json!({"frontchannel_logout_uri": "https://other.example/o"}),
                "frontchannel_logout_uri",
            ),
            (json!({"logo_uri": "data:image/png,x"}), "logo_uri"),
            (json!({"policy_uri": "https://u:p@app.example/"}), "policy_uri"),
            (json!({"client_name": "x".repeat(201)}), "name"),
            (json!({"client_name": "a\u{202E}b"}), "name"),
            (json!({"client_name": "a\u{61C}b"}), "name"),
            (json!({"client_name": "a\u{2028}b"}), "name"),
            (json!({"client_name": " \u{A0} "}), "name"),
            (json!({"client_name": "\u{3164}"}), "name"),
            (json!({"client_name#es": "  "}), "client_name#es"),
            (json!({"client_name#de": 7}), "client_name#de"),
            (json!({"client_name#de": "x\ny"}), "client_name#de"),
            (
                json!({"logo_uri": "https://evil.example;sandbox/l.png"}),
                "logo_uri",
            ),
            (json!({"client_name#d e": "x"}), "client_name#d e"),
            (json!({"tos_uri#de": "javascript:1"}), "tos_uri#de"),
            (json!({"jwks_uri#de": "https://app.example"}), "jwks_uri#de"),
            (json!({"contacts": vec!["a@b.example"; 51]}), "contacts"),
            (
                json!({"post_logout_redirect_uris": ["javascript:1"]}),
                "post_logout_redirect_uris",
            ),
            (
                json!({"redirect_uris": ["https://a.example", "https://b.example"], "subject_type": "pairwise"}),
                "sector_identifier_uri",
            ),
            (
                json!({"redirect_uris": [format!("https://app.example/{}", "x".repeat(2_000))]}),
                "redirect_uris",
            ),
        ] {
            assert_eq!(fields(more.clone()), [field], "{more}");
        }
    }

    #[test]
    fn what_a_certified_client_registers_is_taken() {
        let mut full = client(json!({
            "client_name": "App", "client_name#de": "Die App", "tos_uri#es-MX": "https://app.example/es",
            "redirect_uris": ["https://app.example/cb?x=1", "https://app.example/cb2"],
            "grant_types": ["authorization_code", "implicit", "refresh_token"],
            "response_types": ["code", "id_token token", "code id_token token"],
            "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
            "jwks_uri": "https://app.example/jwks", "subject_type": "pairwise",
            "id_token_encrypted_response_alg": "RSA-OAEP-256", "request_object_signing_alg": "RS256",
            "request_uris": ["https://app.example/r#hash"], "initiate_login_uri": "https://app.example/login",
            "backchannel_logout_uri": "https://app.example/back?x=1",
            "frontchannel_logout_uri": "https://app.example/front?x=1", "software_id": "4"
        }));
        assert_eq!(full.problems(), []);
        assert_eq!(not_by_https(&full, "https://id.example"), []);
        full.redirect_uris.push("http://localhost:8081/cb".to_owned());
        full.initiate_login_uri = Some("http://127.0.0.1:8081/login".to_owned());
        let found = not_by_https(&full, "https://id.example");
        let fields: Vec<_> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["initiate_login_uri", "redirect_uris"]);
        assert_eq!(not_by_https(&full, "http://localhost:8080"), []);
    }

    #[test]
    fn a_machine_needs_no_response_type() {
        let mut machine = client(json!({"redirect_uris": [], "grant_types": ["client_credentials"]}));
        machine.has_secret = true;
        assert_eq!(machine.problems(), []);
    }
}

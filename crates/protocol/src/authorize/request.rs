//! What an authorization request asks for, checked (OpenID Connect Core, 3.1.2.1). What fails here goes back to
//! the client by a redirect.

use super::machine;
use super::response::ResponseMode;
use super::response_type::ResponseType;
use crate::assurance::Acr;
use crate::authorize::destination::Destination;
use crate::claims::{self, ClaimsRequest};
use crate::client::{Client, GrantType};
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::{Params, shorten};
use crate::pkce;
use crate::scope::{self, Scope};
use crate::token::resource;

names! {
    /// Values of the `prompt` parameter (OpenID Connect Core, 3.1.2.1; Initiating User Registration 1.0, 4).
    pub enum Prompt {
        /// Show nothing: answer at once or refuse.
        None = "none",
        /// Authenticate anew.
        Login = "login",
        /// Ask for consent anew.
        Consent = "consent",
        /// Let the person choose the account.
        SelectAccount = "select_account",
        /// Show the way to an account instead of the login.
        Create = "create",
    }
}

/// The language that a page should be shown in may be named by at most this many tags.
const MAX_LOCALES: usize = 10;

/// The parameters that say something to this provider, and so are kept with a request that takes several pages.
pub const KEPT: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "login_hint",
    "id_token_hint",
    "ui_locales",
    "acr_values",
    "claims",
    "code_challenge",
    "code_challenge_method",
    "resource",
];

/// A checked authorization request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// Where its answer goes.
    pub destination: Destination,
    /// What comes with its answer.
    pub response_type: ResponseType,
    /// What it asks for, as far as the client may and the provider knows it.
    pub scope: Scope,
    /// Handed on into the ID token.
    pub nonce: Option<String>,
    /// What to ask of the person anew.
    pub prompt: Vec<Prompt>,
    /// The highest age of the authentication in seconds.
    pub max_age: Option<u64>,
    /// Whom the client expects: an address for the login page.
    pub login_hint: Option<String>,
    /// Languages for the pages, the best first.
    pub ui_locales: Vec<String>,
    /// Authentication classes, the best first.
    pub acr_values: Vec<String>,
    /// Claims asked for one by one, as far as the client may and the provider knows them.
    pub claims: ClaimsRequest,
    /// An ID token of ours that names the expected person; checked by the flow.
    pub id_token_hint: Option<String>,
    /// The PKCE challenge as the machine keeps it.
    pub code_challenge: Option<String>,
    /// The resource servers that the access token is meant for (RFC 8707).
    pub resources: Vec<String>,
}

/// What the checks look at.
struct Draft<'a> {
    params: &'a Params,
    client: &'a Client,
    destination: &'a Destination,
}

/// Looks at one thing.
type Check = fn(&Draft<'_>) -> Result<(), Refusal>;

/// All checks in their order, each pure. The first that fails answers.
const CHECKS: &[Check] = &[
    nothing_repeated,
    no_registration,
    response_type,
    grant_is_registered,
    response_mode,
    id_token_is_asked_for_well,
    prompt_values,
    max_age,
    code_challenge,
    acr_values,
    claims,
    resources,
];

impl AuthorizationRequest {
    /// Checks a request whose client and destination are settled.
    ///
    /// # Errors
    /// The refusal that goes back to the client.
    pub fn check(params: &Params, client: &Client, destination: Destination) -> Result<Self, Refusal> {
        let draft = Draft {
            params,
            client,
            destination: &destination,
        };
        CHECKS.iter().try_for_each(|check| check(&draft))?;
        let response_type = parse_response_type(params)?;
        let approved = machine::approve(params, client, &destination)?;
        let prompt = prompts(params)?;
        let scope = match response_type.has_code() {
            true => offline_only_as_allowed(approved.scope, client, &prompt, &destination.redirect_uri),
            // OpenID Connect Core, 11: refresh tokens come of a code only.
            false => approved.scope.filter(|value| value != scope::OFFLINE_ACCESS),
        };
        if response_type.has_id_token() && !scope.contains(scope::OPENID) {
            return Err(Refusal::new(
                ErrorCode::InvalidScope,
                Rule::ScopeNotRegistered,
                "response_type asks for an ID token, and this client is not registered for the scope openid",
            ));
        }
        Ok(Self {
            response_type,
            claims: claims_asked(params, client, &scope)?,
            scope,
            nonce: params.get("nonce").map(str::to_owned),
            prompt,
            max_age: parse_max_age(params)?.or(client.default_max_age),
            login_hint: params
                .get("login_hint")
                .filter(|hint| hint.len() <= 320)
                .map(str::to_owned),
            ui_locales: words(params.get("ui_locales")).take(MAX_LOCALES).collect(),
            acr_values: acr_asked(params).unwrap_or_else(|| client.default_acr_values.clone()),
            id_token_hint: params.get("id_token_hint").map(str::to_owned),
            code_challenge: approved.code_challenge,
            resources: params.all("resource").map(str::to_owned).collect(),
            destination,
        })
    }

    /// Everything for which [`AuthorizationRequest::check`] refuses a request, what it would answer first: so that its
    /// developer need not mend one thing after the other.
    #[must_use]
    pub fn faults(params: &Params, client: &Client, destination: &Destination) -> Vec<Refusal> {
        let draft = Draft {
            params,
            client,
            destination,
        };
        let mut faults: Vec<Refusal> = Vec::new();
        for refusal in CHECKS.iter().filter_map(|check| check(&draft).err()) {
            // Several checks read the response type, and find it missing.
            if !faults.contains(&refusal) {
                faults.push(refusal);
            }
        }
        if faults.is_empty() {
            faults.extend(Self::check(params, client, destination.clone()).err());
        }
        faults
    }

    /// Whether it asks for an ID token.
    #[must_use]
    pub fn is_openid(&self) -> bool {
        self.scope.contains(scope::OPENID)
    }

    /// What the person must have consented to.
    #[must_use]
    pub fn scope_of_consent(&self) -> Scope {
        claims::scope_of_consent(&self.scope, &self.claims)
    }

    /// Whether this value of `prompt` stands in it.
    #[must_use]
    pub fn prompts(&self, prompt: Prompt) -> bool {
        self.prompt.contains(&prompt)
    }

    /// Whether it is only content with two factors.
    #[must_use]
    pub fn wants_two_factors(&self) -> bool {
        Acr::wants_two_factors(self.acr_values.iter().map(String::as_str))
    }
}

/// The parameter that a refused authorization request is refused for; none: the whole of it.
#[must_use]
pub fn parameter_of(refusal: &Refusal) -> Option<&str> {
    let mut details = refusal.details.iter();
    let named = details.find(|(name, _)| *name == "parameter");
    if let Some((_, name)) = named {
        return Some(name);
    }
    Some(match refusal.rule {
        Rule::ClientIdMissing | Rule::ClientUnknown => "client_id",
        Rule::RedirectUriMissing | Rule::RedirectUriUnregistered => "redirect_uri",
        Rule::ResponseTypeUnsupported | Rule::ResponseTypeNotRegistered | Rule::GrantTypeNotRegistered => {
            "response_type"
        }
        Rule::ResponseModeUnsupported => "response_mode",
        Rule::ScopeOpenidMissing | Rule::ScopeMalformed | Rule::ScopeNotRegistered => "scope",
        Rule::ResourceNotRegistered => "resource",
        Rule::PkceMissing => "code_challenge",
        Rule::PkceMethod => "code_challenge_method",
        Rule::Prompt => "prompt",
        Rule::Registration => "registration",
        Rule::IdTokenHint => "id_token_hint",
        Rule::RequestObjectMalformed
        | Rule::RequestObjectEncryption
        | Rule::RequestObjectAlgorithm
        | Rule::RequestObjectKeys
        | Rule::RequestObjectSignature
        | Rule::RequestObjectClaim
        | Rule::RequestObjectMismatch => "request",
        Rule::RequestUriUnregistered | Rule::RequestUriFetch | Rule::RequestUriHash => "request_uri",
        _ => return None,
    })
}

fn nothing_repeated(draft: &Draft<'_>) -> Result<(), Refusal> {
    draft.params.refuse_repeated()
}

/// OpenID Connect Core, 7.2.1: metadata of a client that is its own provider's.
fn no_registration(draft: &Draft<'_>) -> Result<(), Refusal> {
    match draft.params.get("registration") {
        None => Ok(()),
        Some(_) => Err(Refusal::new(
            ErrorCode::RegistrationNotSupported,
            Rule::Registration,
            "the parameter registration is not supported",
        )),
    }
}

fn response_type(draft: &Draft<'_>) -> Result<(), Refusal> {
    let asked = parse_response_type(draft.params)?;
    match draft.client.response_types.contains(&asked) {
        true => Ok(()),
        false => Err(Refusal::new(
            ErrorCode::UnauthorizedClient,
            Rule::ResponseTypeNotRegistered,
            format!("this client is not registered for the response type {asked}"),
        )
        .with(
            "registered",
            joined(draft.client.response_types.iter().map(|own| own.as_str())),
        )),
    }
}

fn grant_is_registered(draft: &Draft<'_>) -> Result<(), Refusal> {
    let needed = parse_response_type(draft.params)?.grant_types();
    match needed.iter().find(|needed| !draft.client.has_grant(**needed)) {
        None => Ok(()),
        Some(missing) => Err(Refusal::new(
            ErrorCode::UnauthorizedClient,
            Rule::GrantTypeNotRegistered,
            format!("this client is not registered for the grant type {missing}"),
        )),
    }
}

fn parse_response_type(params: &Params) -> Result<ResponseType, Refusal> {
    let text = params.require("response_type")?;
    text.parse().map_err(|unknown| {
        Refusal::new(
            ErrorCode::UnsupportedResponseType,
            Rule::ResponseTypeUnsupported,
            format!("response_type {} is unknown: {unknown}", shorten(text)),
        )
    })
}

fn response_mode(draft: &Draft<'_>) -> Result<(), Refusal> {
    match draft.params.get("response_mode") {
        Some("query") if draft.destination.mode != ResponseMode::Query => Err(Refusal::invalid_request(
            Rule::ResponseModeUnsupported,
            "no token travels in a query: response_mode must be fragment or form_post",
        )),
        Some(mode) if mode != draft.destination.mode.as_str() => Err(Refusal::invalid_request(
            Rule::ResponseModeUnsupported,
            format!(
                "response_mode must be one of {}",
                joined(ResponseMode::ALL.iter().map(|mode| mode.as_str()))
            ),
        )),
        _ => Ok(()),
    }
}

/// An ID token from the authorization endpoint is one of OpenID Connect (Core, 3.2.2.1), and bound to its request by
/// `nonce` (3.2.2.1 and 3.3.2.11).
fn id_token_is_asked_for_well(draft: &Draft<'_>) -> Result<(), Refusal> {
    if !parse_response_type(draft.params)?.has_id_token() {
        return Ok(());
    }
    if !words(draft.params.get("scope")).any(|value| value == scope::OPENID) {
        return Err(Refusal::invalid_request(
            Rule::ScopeOpenidMissing,
            "response_type asks for an ID token, and scope lacks openid",
        ));
    }
    draft.params.require("nonce").map(drop)
}

fn prompt_values(draft: &Draft<'_>) -> Result<(), Refusal> {
    prompts(draft.params).map(drop)
}

fn max_age(draft: &Draft<'_>) -> Result<(), Refusal> {
    parse_max_age(draft.params).map(drop)
}

fn code_challenge(draft: &Draft<'_>) -> Result<(), Refusal> {
    let has_code = parse_response_type(draft.params)?.has_code();
    pkce::check_challenge(draft.params, has_code && draft.client.must_use_pkce())
}

/// `acr_values` is a voluntary wish (OpenID Connect Core, 5.5.1.1): unknown values are passed over.
fn acr_values(draft: &Draft<'_>) -> Result<(), Refusal> {
    match words(draft.params.get("acr_values")).count() {
        0..=20 => Ok(()),
        _ => Err(
            Refusal::invalid_request(Rule::ParameterMalformed, "acr_values names too many values")
                .with("parameter", "acr_values"),
        ),
    }
}

/// The authentication classes that a request asks for, the best first, by the `claims` parameter or by `acr_values`:
/// what happens with both is left open (OpenID Connect Core, 5.5.1.1). None where it says nothing of them.
#[must_use]
pub fn acr_asked(params: &Params) -> Option<Vec<String>> {
    let by_claim = params
        .get("claims")
        .and_then(|text| ClaimsRequest::parse(text).ok()?.acr_values());
    by_claim.or_else(|| Some(words(Some(params.get("acr_values")?)).collect()))
}

fn claims(draft: &Draft<'_>) -> Result<(), Refusal> {
    draft
        .params
        .get("claims")
        .map_or(Ok(()), |text| ClaimsRequest::parse(text).map(drop))
}

/// What is asked for one by one: nothing without `openid`, and nothing that belongs to a scope for which the client may
/// not ask.
fn claims_asked(params: &Params, client: &Client, scope: &Scope) -> Result<ClaimsRequest, Refusal> {
    match params.get("claims") {
        Some(text) if scope.contains(scope::OPENID) => Ok(client.narrow_claims(ClaimsRequest::parse(text)?)),
        _ => Ok(ClaimsRequest::default()),
    }
}

fn resources(draft: &Draft<'_>) -> Result<(), Refusal> {
    draft
        .params
        .all("resource")
        .try_for_each(|resource| resource::check(resource, draft.client))
}

fn prompts(params: &Params) -> Result<Vec<Prompt>, Refusal> {
    let refuse = |description: String| Refusal::invalid_request(Rule::Prompt, description);
    let mut prompts = Vec::new();
    for word in words(params.get("prompt")) {
        let prompt = word
            .parse::<Prompt>()
            .map_err(|unknown| refuse(format!("prompt {} is unknown: {unknown}", shorten(&word))))?;
        prompts.push(prompt);
    }
    if prompts.contains(&Prompt::None) && prompts.len() > 1 {
        return Err(refuse("prompt none stands alone".to_owned()));
    }
    Ok(prompts)
}

fn parse_max_age(params: &Params) -> Result<Option<u64>, Refusal> {
    let Some(text) = params.get("max_age") else {
        return Ok(None);
    };
    match text
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
    {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(Refusal::invalid_request(
            Rule::ParameterMalformed,
            "max_age must be a whole number of seconds, zero or more",
        )
        .with("parameter", "max_age")),
    }
}

/// `offline_access` counts only where a refresh token can follow: the client has the grant, and the person is
/// asked for consent, unless the client is trusted (OpenID Connect Core, 11: otherwise it is ignored).
fn offline_only_as_allowed(scope: Scope, client: &Client, prompt: &[Prompt], redirect_uri: &str) -> Scope {
    let asked = client.skips_consent(redirect_uri) || prompt.contains(&Prompt::Consent);
    let allowed = client.has_grant(GrantType::RefreshToken) && asked;
    scope.filter(|value| value != scope::OFFLINE_ACCESS || allowed)
}

fn words(text: Option<&str>) -> impl Iterator<Item = String> + '_ {
    text.unwrap_or_default()
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

//! What the person must do before an authorization request can be answered (OpenID Connect Core, 3.1.2.3 and
//! 3.1.2.4).

use super::request::{AuthorizationRequest, Prompt};
use crate::assurance::{Acr, Authentication};
use crate::client::Client;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::shorten;
use crate::scope::Scope;
use crate::time::Timestamp;
use std::time::Duration;

/// What is known at this moment about the browser that brought the request.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    /// The moment of the decision.
    pub now: Timestamp,
    /// Whether that authentication was made for this very request.
    pub logged_in_for_this: bool,
    /// Whether the person has chosen this session's account for this very request.
    pub chosen: bool,
    /// How the session's person was authenticated; none without a session.
    pub authentication: Option<&'a Authentication>,
    /// Whether accounts are signed in of which none is the current one: there is no session until one is chosen.
    pub none_is_current: bool,
    /// Whether the account's rules want more of this person first, such as a second factor.
    pub must_do_more: bool,
    /// Whether an ID token hint, or a claim `sub` with a value, names somebody else.
    pub is_not_who_was_hinted: bool,
    /// What the person has consented to for this client before.
    pub consented: Option<&'a Scope>,
    /// Whether the person has consented on behalf of this very request.
    pub consented_now: bool,
}

/// The next thing to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Show how one gets an account.
    ShowRegistration,
    /// Ask which account it shall be.
    ChooseAccount,
    /// Authenticate, from the beginning.
    LogIn,
    /// Show a second factor beside the password that the session began with.
    StepUp,
    /// Ask whether the client may have this.
    AskConsent,
    /// Answer with a code.
    Answer,
}

/// Decides what comes next.
///
/// # Errors
/// When no login here would do; with `prompt=none`, also the refusal that stands for what would have to be asked.
pub fn decide(
    request: &AuthorizationRequest,
    client: &Client,
    situation: &Situation<'_>,
) -> Result<Decision, Refusal> {
    can_be_met(request)?;
    if situation.is_not_who_was_hinted && situation.logged_in_for_this {
        // OpenID Connect Core, 3.1.2.1: the person has logged in, and is another. Asking again would go on for ever.
        let description = "somebody else than the request names has logged in";
        return Err(Refusal::new(
            ErrorCode::LoginRequired,
            Rule::LoginRequired,
            description,
        ));
    }
    let decision = next(request, client, situation);
    if !request.prompts(Prompt::None) {
        return Ok(decision);
    }
    let (code, rule, description) = match decision {
        Decision::Answer => return Ok(decision),
        // `create` does not stand beside `none`: the request would not have passed its checks.
        Decision::ShowRegistration | Decision::ChooseAccount => (
            ErrorCode::AccountSelectionRequired,
            Rule::AccountSelectionRequired,
            "the person must choose an account",
        ),
        Decision::LogIn => (
            ErrorCode::LoginRequired,
            Rule::LoginRequired,
            "the person must log in",
        ),
        Decision::StepUp => (
            ErrorCode::InteractionRequired,
            Rule::InteractionRequired,
            "the person must show a second factor",
        ),
        Decision::AskConsent => (
            ErrorCode::ConsentRequired,
            Rule::ConsentRequired,
            "the person must consent",
        ),
    };
    Err(Refusal::new(code, rule, description))
}

/// Nobody is asked to log in for a request that no login would satisfy (OpenID Connect Core Error Code
/// unmet_authentication_requirements 1.0).
fn can_be_met(request: &AuthorizationRequest) -> Result<(), Refusal> {
    let Some(demanded) = request.claims.essential_acr() else {
        return Ok(());
    };
    if demanded.iter().any(|acr| acr.parse::<Acr>().is_ok()) {
        return Ok(());
    }
    let description = "no login here is of an authentication class that the claims parameter makes essential";
    let refusal = Refusal::new(
        ErrorCode::UnmetAuthenticationRequirements,
        Rule::AcrUnmet,
        description,
    );
    Err(refusal.with("acr", shorten(&demanded.join(" "))))
}

fn next(request: &AuthorizationRequest, client: &Client, situation: &Situation<'_>) -> Decision {
    // A login that was made for the request answers both: whoever logs in has an account, and has said which.
    if request.prompts(Prompt::Create) && !situation.logged_in_for_this {
        return Decision::ShowRegistration;
    }
    if request.prompts(Prompt::SelectAccount) && !situation.chosen && !situation.logged_in_for_this {
        return Decision::ChooseAccount;
    }
    let Some(authentication) = situation.authentication else {
        return match situation.none_is_current {
            true => Decision::ChooseAccount,
            false => Decision::LogIn,
        };
    };
    if situation.is_not_who_was_hinted || is_too_old(request, authentication, situation) {
        return Decision::LogIn;
    }
    let is_short = request.wants_two_factors() && authentication.acr() == Acr::OneFactor;
    if is_short && !authentication.has_password() {
        return Decision::LogIn;
    }
    if is_short || situation.must_do_more {
        return Decision::StepUp;
    }
    if needs_consent(request, client, situation) {
        Decision::AskConsent
    } else {
        Decision::Answer
    }
}

/// How long a login that was made for a request counts as new, whatever the request wishes: the consent page may
/// come between, and `max_age=0` would ask for ever otherwise.
const JUST_NOW: Duration = Duration::from_secs(5 * 60);

fn is_too_old(
    request: &AuthorizationRequest,
    authentication: &Authentication,
    situation: &Situation<'_>,
) -> bool {
    if request.max_age.is_some() && !authentication.has_password() {
        return true;
    }
    let age = situation.now.saturating_since(authentication.auth_time);
    if situation.logged_in_for_this && age < JUST_NOW {
        return false;
    }
    request.prompts(Prompt::Login)
        || request
            .max_age
            .is_some_and(|seconds| age > Duration::from_secs(seconds))
}

fn needs_consent(request: &AuthorizationRequest, client: &Client, situation: &Situation<'_>) -> bool {
    let asked = request.scope_of_consent();
    let covers = |consented: &Scope| consented.covers(&asked);
    if situation.consented_now {
        // What the client may ask for can have changed since the page was shown.
        return !situation.consented.is_some_and(covers);
    }
    if request.prompts(Prompt::Consent) {
        return true;
    }
    if client.skips_consent(&request.destination.redirect_uri) {
        return false;
    }
    // A public client can be impersonated by any app that takes its address (RFC 8252, 8.6): its person is
    // asked each time.
    if client.is_public() && crate::client::redirect::is_takeable(&request.destination.redirect_uri) {
        return true;
    }
    !situation.consented.is_some_and(covers)
}

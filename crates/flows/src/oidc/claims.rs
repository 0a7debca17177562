//! What clients are told of a person, by userinfo and in ID tokens (OpenID Connect Core, 5).

use crate::account::about;
use crate::ctx::Ctx;
use crate::error::Fault;
use serde_json::{Map, Value};
use voltkey_protocol::claims::{self, About, Company, Person, Wishes};
use voltkey_protocol::scope::Scope;
use voltkey_store::people::Profile;
use voltkey_store::{PersonId, memberships};

/// The claims about a person that these scopes give and these wishes ask for, without `sub`. Costs a statement where
/// the person's companies are to be told, and one where what they tell of themselves is.
pub(super) async fn of(
    ctx: &Ctx,
    id: &PersonId,
    profile: &Profile,
    scope: &Scope,
    wishes: &Wishes,
) -> Result<Map<String, Value>, Fault> {
    let companies = match claims::tell_companies(scope, wishes) {
        false => Vec::new(),
        true => memberships::of_person(&ctx.store, id).await?,
    };
    let about = match claims::tell_about(scope, wishes) {
        false => About::default(),
        true => about::of(ctx, id).await?,
    };
    let company = |membership: memberships::Membership| Company {
        id: membership.company_id.to_string(),
        slug: membership.slug,
        name: membership.name,
        role: membership.role.to_string(),
    };
    let person = Person {
        given_name: profile.given_name.clone(),
        family_name: profile.family_name.clone(),
        email: profile.email.clone(),
        email_verified: profile.email_verified,
        phone: profile.phone.clone(),
        language: profile.language.clone(),
        about,
        updated_at: profile.updated_at,
        companies: companies.into_iter().map(company).collect(),
    };
    Ok(person.claims(scope, wishes))
}

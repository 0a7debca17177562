//! Finding a person or a company anywhere, by what somebody tells on the telephone: the beginning of a name or an
//! address, or the number that a page showed.

use crate::account::{email, session};
use crate::admin::staff::Staff;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::paging::{cut, one_more};
use crate::search;
use voltkey_protocol::time::Timestamp;
use voltkey_store::invitations::{self, InvitationState};
use voltkey_store::search_words::{self, Beginnings, FoundCompany};
use voltkey_store::{people, refusals, support_requests};

/// The most people and the most companies of one answer.
const MOST: usize = 20;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// People, by name.
    pub people: Vec<Hit>,
    /// Whether there are more of them than are told.
    pub more_people: bool,
    /// Companies, by name.
    pub companies: Vec<FoundCompany>,
    /// Whether there are more of them than are told.
    pub more_companies: bool,
    /// Whether that address has an open invitation, though no account.
    pub invited: Option<String>,
    /// The message to the support of that number.
    pub request: Option<Request>,
    /// The refusal of that number.
    pub refusal: Option<Refusal>,
}

/// Somebody who was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// How they are known outside.
    pub sub: String,
    /// First and last name.
    pub name: String,
    /// The address.
    pub email: String,
    /// One of their companies.
    pub company: Option<String>,
    /// Whether they have a role on the instance.
    pub is_staff: bool,
    /// Whether the account is blocked.
    pub is_blocked: bool,
    /// When the last login ended well.
    pub last_login: Option<Timestamp>,
}

/// A message to the support.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its number.
    pub reference: String,
    /// When it was sent.
    pub at: Timestamp,
    /// The name that was entered.
    pub name: String,
    /// The address that was entered.
    pub email: String,
    /// What was written.
    pub message: String,
    /// The account that was signed in, by `sub`; of what was entered nothing is proved.
    pub account: Option<String>,
}

/// A refusal, as far as the support needs it.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Its number.
    pub reference: String,
    /// When it was.
    pub at: Timestamp,
    /// Which rule refused, by its word.
    pub rule: String,
    /// The app that was asked for, by `client_id`.
    pub client_id: Option<String>,
    /// Whom it concerned, by `sub`.
    pub account: Option<String>,
}

/// What `text` finds. Of several words the two longest count.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Ctx, _: &Staff, text: &str) -> Result<Found, Fault> {
    let mut found = Found::default();
    if let Some(number) = reference(text) {
        found.request = request(ctx, &number).await?;
        found.refusal = refusal(ctx, &number).await?;
        return Ok(found);
    }
    let words = search::asked(text);
    let Some(first) = words.first() else {
        return Ok(found);
    };
    let words = Beginnings {
        first,
        second: words.get(1).map_or("", String::as_str),
    };
    let mut people = search_words::find_people(&ctx.store, words, one_more(MOST)).await?;
    found.more_people = cut(&mut people, MOST);
    found.people = people.into_iter().map(Hit::from).collect();
    found.companies = search_words::find_companies(&ctx.store, words, one_more(MOST)).await?;
    found.more_companies = cut(&mut found.companies, MOST);
    found.invited = invited(ctx, text).await?;
    Ok(found)
}

/// A whole address that has an open invitation and no account.
async fn invited(ctx: &Ctx, text: &str) -> Result<Option<String>, Fault> {
    let Some(key) = email::key(text) else {
        return Ok(None);
    };
    if people::by_email_key(&ctx.store, &key).await?.is_some() {
        return Ok(None);
    }
    let invitations = invitations::to_address(&ctx.store, &key).await?;
    let open = invitations
        .into_iter()
        .find(|invitation| invitation.state == InvitationState::Open);
    Ok(open.map(|invitation| invitation.email))
}

async fn request(ctx: &Ctx, number: &str) -> Result<Option<Request>, Fault> {
    let Some(row) = support_requests::find(&ctx.store, number).await? else {
        return Ok(None);
    };
    let account = match &row.person_id {
        Some(id) => people::by_id(&ctx.store, id).await?.map(|person| person.sub),
        None => None,
    };
    Ok(Some(Request {
        reference: row.reference,
        at: row.at,
        name: row.name,
        email: row.email,
        message: row.message,
        account,
    }))
}

async fn refusal(ctx: &Ctx, number: &str) -> Result<Option<Refusal>, Fault> {
    let Some(row) = refusals::find(&ctx.store, number).await? else {
        return Ok(None);
    };
    let account = match row.person_id {
        Some(id) => people::by_id(&ctx.store, &id.into())
            .await?
            .map(|person| person.sub),
        None => None,
    };
    Ok(Some(Refusal {
        reference: row.reference,
        at: row.at,
        rule: row.rule,
        client_id: row.client_id,
        account,
    }))
}

/// The number of a record as it is stored, from what somebody has heard: `vk7q4m2xra` is `VK-7Q4M-2XRA`.
pub(crate) fn reference(text: &str) -> Option<String> {
    let letters: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect();
    let rest = letters.strip_prefix("VK")?;
    let is_number = rest.len() == 8 && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    // A word that only begins so, such as a name, has letters alone.
    let looks_like = text.contains('-') || rest.bytes().any(|b| b.is_ascii_digit());
    (is_number && looks_like).then(|| format!("VK-{}-{}", &rest[..4], &rest[4..]))
}

impl From<search_words::FoundPerson> for Hit {
    fn from(row: search_words::FoundPerson) -> Self {
        Self {
            name: session::full_name(&row.given_name, &row.family_name),
            sub: row.sub,
            email: row.email,
            company: row.company,
            is_staff: row.is_support || row.is_operator,
            is_blocked: row.blocked_at.is_some(),
            last_login: row.last_login_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn a_number_is_known_however_it_is_told() {
        for text in ["VK-7Q4M-2XRA", " vk-7q4m-2xra", "vk7q4m2xra", "VK 7Q4M 2XRA"] {
            assert_eq!(reference(text).as_deref(), Some("VK-7Q4M-2XRA"), "{text}");
        }
        for text in ["VK-7Q4M", "vkontakteab", "ada", "VK-7Q4M-2XRÄ", ""] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}

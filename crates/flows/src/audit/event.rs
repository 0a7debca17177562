//! What a deed notes: made before its transaction, written inside.

use super::encoding::commitment;
use super::{Action, INSTANCE};
use crate::account::session::{Session, full_name};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::text::to_json;
use crate::visitor::{Network, Visitor};
use serde::Serialize;
use serde_json::{Map, Value};
use voltkey_crypto::rng::random;
use voltkey_store::audit_queue::{self, NewDetails, NewEvent};
use voltkey_store::invitations::Invitation;
use voltkey_store::people::{Person, Profile};
use voltkey_store::{CompanyId, PersonId, Tx};

/// A person, named as they are at this moment.
#[derive(Clone, Debug)]
pub struct Who {
    id: PersonId,
    named: Named,
}

#[derive(Clone, Debug, Serialize)]
struct Named {
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    email: String,
}

impl Who {
    /// The person of that row, with what was read of them.
    #[must_use]
    pub fn of(id: &PersonId, profile: &Profile) -> Self {
        let named = Named {
            name: full_name(&profile.given_name, &profile.family_name),
            email: profile.email.clone(),
        };
        Self {
            id: id.clone(),
            named,
        }
    }

    /// First and last name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.named.name
    }
}

impl From<&Person> for Who {
    fn from(person: &Person) -> Self {
        let named = Named {
            name: full_name(&person.given_name, &person.family_name),
            email: person.email.clone(),
        };
        Self {
            id: person.id.clone(),
            named,
        }
    }
}

impl From<&Session> for Who {
    fn from(session: &Session) -> Self {
        Self::of(&session.person_id, &session.person)
    }
}

/// Who does something, and from where.
#[derive(Clone, Debug)]
pub struct Actor {
    id: String,
    named: Option<Named>,
    network: Option<String>,
    user_agent: Option<String>,
    request_id: Option<String>,
    /// The operating system's name of whoever runs a command.
    user: Option<String>,
}

impl Actor {
    /// A visitor who has shown to be that person.
    #[must_use]
    pub fn person(visitor: &Visitor, who: &Who) -> Self {
        Self {
            id: who.id.as_str().to_owned(),
            named: Some(who.named.clone()),
            ..Self::nobody(visitor)
        }
    }

    /// A person whose wish is carried out later, while they may be away.
    #[must_use]
    pub fn absent(who: &Who) -> Self {
        Self {
            id: who.id.as_str().to_owned(),
            named: Some(who.named.clone()),
            network: None,
            user_agent: None,
            request_id: None,
            user: None,
        }
    }

    /// A visitor of whom no more is known than where they are.
    #[must_use]
    pub fn nobody(visitor: &Visitor) -> Self {
        Self {
            id: "nobody".to_owned(),
            named: None,
            network: Some(visitor.network.to_string()),
            user_agent: Some(visitor.user_agent.clone()),
            request_id: Some(visitor.request_id.clone()),
            user: None,
        }
    }

    /// A client that shows no more than where it is.
    #[must_use]
    pub fn client(network: &Network) -> Self {
        Self {
            id: "client".to_owned(),
            named: None,
            network: Some(network.to_string()),
            user_agent: None,
            request_id: None,
            user: None,
        }
    }

    /// The same, of whom only the identifier is noted.
    pub(super) fn without_details(&self) -> Self {
        Self {
            named: None,
            network: None,
            user_agent: None,
            user: None,
            ..self.clone()
        }
    }

    /// Whoever runs this process: an operator by command, or the provider by itself.
    #[must_use]
    pub fn machine(ctx: &Ctx) -> Self {
        let user = ctx.run_by().map(str::to_owned);
        Self {
            id: if user.is_some() { "command" } else { "system" }.to_owned(),
            named: None,
            network: None,
            user_agent: None,
            request_id: None,
            user,
        }
    }
}

/// Something that was done, and whom it concerns.
#[derive(Clone, Debug)]
pub struct Event {
    action: Action,
    concerns: Concerns,
    subject: Option<String>,
    named: Option<Named>,
    object: Option<String>,
    more: Map<String, Value>,
}

#[derive(Clone, Debug)]
enum Concerns {
    Chains(Vec<String>),
    Account(PersonId),
}

impl Event {
    /// Done to a whole account: it concerns each company of the person.
    #[must_use]
    pub fn of_account(action: Action, who: &Who) -> Self {
        Self {
            named: Some(who.named.clone()),
            ..Self::new(action, Concerns::Account(who.id.clone()), who.id.as_str())
        }
    }

    /// Done to a whole account, whose person is not named.
    pub(super) fn of_forgotten(action: Action, person: &PersonId) -> Self {
        Self::new(action, Concerns::Account(person.clone()), person.as_str())
    }

    /// Done to a person as a member of one company.
    #[must_use]
    pub fn of_member(action: Action, company: &CompanyId, who: &Who) -> Self {
        Self {
            named: Some(who.named.clone()),
            ..Self::of_company(action, company, who.id.as_str())
        }
    }

    /// Done to a row of one company, or to the company itself.
    #[must_use]
    pub fn of_company(action: Action, company: &CompanyId, subject: &str) -> Self {
        let chains = Concerns::Chains(vec![company.as_str().to_owned()]);
        Self::new(action, chains, subject)
    }

    /// Done to a row that is no company's.
    #[must_use]
    pub fn of_instance(action: Action, subject: &str) -> Self {
        Self::new(action, Concerns::Chains(vec![INSTANCE.to_owned()]), subject)
    }

    /// Done to an invitation to that address: it concerns the company that invites, and the instance where there is
    /// none or where the invitation gives a role on it.
    #[must_use]
    pub fn of_invitation(action: Action, invitation: &Invitation) -> Self {
        let company = invitation.company_id.as_ref().map(|id| id.as_str().to_owned());
        let gives_more = invitation.is_support || invitation.is_operator;
        let instance = (company.is_none() || gives_more).then(|| INSTANCE.to_owned());
        let chains = company.into_iter().chain(instance).collect();
        let named = Named {
            name: full_name(&invitation.given_name, &invitation.family_name),
            email: invitation.email.clone(),
        };
        let event = Self {
            named: Some(named),
            ..Self::new(action, Concerns::Chains(chains), &invitation.id)
        };
        event.with("role", invitation.role.as_str())
    }

    /// Done by accepting an invitation with an account that is there.
    #[must_use]
    pub fn of_joining(invitation: &Invitation, who: &Who) -> Self {
        Self {
            subject: Some(who.id.as_str().to_owned()),
            named: Some(who.named.clone()),
            object: Some(invitation.id.clone()),
            ..Self::of_invitation(Action::PersonJoined, invitation)
        }
    }

    /// The same, naming the person that it was done to.
    #[must_use]
    pub fn naming(self, who: &Who) -> Self {
        Self {
            named: Some(who.named.clone()),
            ..self
        }
    }

    fn new(action: Action, concerns: Concerns, subject: &str) -> Self {
        Self {
            action,
            concerns,
            subject: Some(subject.to_owned()),
            named: None,
            object: None,
            more: Map::new(),
        }
    }

    /// What else it is about: the row of a client, an invitation, a session. It stays in the chain, so it names nobody.
    #[must_use]
    pub fn object(self, id: impl Into<String>) -> Self {
        Self {
            object: Some(id.into()),
            ..self
        }
    }

    /// One more thing to be told of it, which can be deleted again.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }
}

/// An event ready to be written.
#[derive(Clone, Debug)]
pub struct Note {
    concerns: Concerns,
    event: NewEvent,
}

/// Makes the row of an event, to be written in the transaction of its deed.
///
/// # Errors
/// When its details can't be written as JSON.
pub fn note(ctx: &Ctx, actor: &Actor, event: Event) -> Result<Note, Fault> {
    Ok(Note {
        event: NewEvent {
            id: ctx.new_id(),
            at: ctx.now(),
            action: event.action,
            actor: actor.id.clone(),
            request_id: actor.request_id.clone(),
            details: details(ctx, actor, &event)?,
            subject: event.subject,
            object: event.object,
        },
        concerns: event.concerns,
    })
}

/// The details, in the order in which people read them.
#[derive(Serialize)]
struct Details<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a Named>,
    #[serde(flatten)]
    more: &'a Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<&'a str>,
}

fn details(ctx: &Ctx, actor: &Actor, event: &Event) -> Result<Option<NewDetails>, Fault> {
    let is_self = event.subject.as_ref() == Some(&actor.id);
    let details = Details {
        // Whoever does something to their own account is told once.
        actor: actor.named.as_ref().filter(|_| !is_self),
        user: actor.user.as_deref(),
        subject: event.named.as_ref(),
        more: &event.more,
        network: actor.network.as_deref(),
        user_agent: actor.user_agent.as_deref(),
    };
    let body = to_json(&details)?;
    if body == "{}" {
        return Ok(None);
    }
    let salt: [u8; 32] = random(ctx.rng());
    Ok(Some(NewDetails {
        commitment: commitment(&salt, &body),
        salt: salt.to_vec(),
        body,
    }))
}

impl Note {
    /// Writes it: one statement for each chain, and one for all chains of an account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<()> {
        match &self.concerns {
            Concerns::Account(person) => {
                audit_queue::put_for_account(tx, person, INSTANCE, &self.event).await
            }
            Concerns::Chains(chains) => {
                for chain in chains {
                    audit_queue::put(&mut *tx, chain, &self.event).await?;
                }
                Ok(())
            }
        }
    }
}

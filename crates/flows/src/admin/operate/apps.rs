//! The apps that may ask for tokens: their registration, and the change of their secrets without a pause.

use super::app_fields::{self, Texts};
use crate::admin::staff::Operator;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::client::{replaced, seal_secret};
use crate::secret_text::SecretText;
use crate::text::{hex, read, to_json};
use crate::visitor::Visitor;
use serde_json::{Map, Value};
use voltkey_crypto::secret::{Token, sha256};
use voltkey_protocol::client::{AuthMethod, Client, Problem};
use voltkey_protocol::time::Timestamp;
use voltkey_store::clients::{self, Client as Row, SecretTimes};

/// An app in the list.
#[derive(Clone, Debug)]
pub struct AppLine {
    /// `client_id`.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// First party: no consent page.
    pub trusted: bool,
    /// Whether it cannot keep a secret.
    pub is_public: bool,
}

/// An app.
#[derive(Clone, Debug)]
pub struct App {
    /// `client_id`.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// Its registration.
    pub client: Client,
    /// The same by the form's fields.
    pub texts: Texts,
    /// Tells this registration from what it was before, and will be: a form that changes it brings this along.
    pub version: String,
    /// Its secrets, the one to be retired first: none of a public app, and two while one is being changed.
    pub secrets: Vec<Secret>,
}

/// A secret of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// When it was made, where that is known.
    pub made: Option<Timestamp>,
    /// When it was last used, exact to an hour; none: never since that is noted.
    pub used: Option<Timestamp>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The metadata's name.
    pub field: String,
    /// What is wrong, in English: it names standards.
    pub message: String,
}

/// How a registration ends.
#[derive(Debug)]
pub enum SaveOutcome {
    /// It is registered; what needed a secret has this one, which nobody can read again.
    Done(Option<SecretText>),
    /// These fields are not taken.
    Refused(Vec<FieldProblem>),
    /// Somebody else has changed it since the form was opened, and nothing is written.
    Outdated,
    /// There is no such app, or whoever sent it is no operator any more.
    NotFound,
}

/// Every app, by `client_id`.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx, _: &Operator) -> Result<Vec<AppLine>, Fault> {
    let rows = clients::all(&ctx.store).await?;
    rows.into_iter()
        .map(|row| {
            let client = client(&row)?;
            Ok(AppLine {
                is_public: client.is_public(),
                trusted: client.trusted,
                name: client.display_name().to_owned(),
                id: row.id,
            })
        })
        .collect()
}

/// The app of that `client_id`.
///
/// # Errors
/// When the database does not answer.
pub async fn app(ctx: &Ctx, _: &Operator, id: &str) -> Result<Option<App>, Fault> {
    let Some(row) = clients::find(&ctx.store, id).await? else {
        return Ok(None);
    };
    let times = clients::secret_times(&ctx.store, id).await?;
    let client = client(&row)?;
    Ok(Some(App {
        name: client.display_name().to_owned(),
        texts: app_fields::to_texts(&members(&client)?),
        version: version(&row),
        secrets: times.map(|times| secrets(&row, times)).unwrap_or_default(),
        id: row.id,
        client,
    }))
}

fn version(row: &Row) -> String {
    hex(&sha256(row.metadata.as_bytes()))
}

fn secrets(row: &Row, times: SecretTimes) -> Vec<Secret> {
    let first = row.secret_hash.map(|_| Secret {
        made: times.secret_made_at,
        used: times.secret_used_at,
    });
    let second = row.next_secret_hash.map(|_| Secret {
        made: times.next_secret_made_at,
        used: times.next_secret_used_at,
    });
    first.into_iter().chain(second).collect()
}

/// Registers a new app with what was entered, and a secret unless it authenticates without one.
///
/// # Errors
/// When the database does not answer.
pub async fn register(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    texts: &Texts,
) -> Result<SaveOutcome, Fault> {
    let metadata = app_fields::to_metadata(texts);
    let method = metadata.get("token_endpoint_auth_method").and_then(Value::as_str);
    let needs_secret = !matches!(method, Some("none" | "private_key_jwt"));
    let secret = needs_secret.then(|| ctx.new_token());
    let mut client = match parse(metadata) {
        Ok(client) => client,
        Err(refused) => return Ok(refused),
    };
    client.has_secret = secret.is_some();
    let mut problems = problems(&client);
    if clients::find(&ctx.store, &client.id).await?.is_some() {
        problems.push(taken());
    }
    if !problems.is_empty() {
        return Ok(SaveOutcome::Refused(problems));
    }
    let hash = secret
        .as_ref()
        .map(|secret| ctx.master.hash_client_secret(&client.id, secret.as_str()));
    let row = Row {
        id: client.id.clone(),
        metadata: to_json(&client)?,
        secret_hash: hash,
        next_secret_hash: None,
        secret_sealed: secret
            .as_ref()
            .and_then(|secret| seal_secret(ctx, &client, secret.as_str())),
        next_secret_sealed: None,
        created_at: ctx.now(),
        updated_at: ctx.now(),
    };
    let staff = operator.staff();
    let note = staff.note(
        ctx,
        visitor,
        Event::of_instance(Action::ClientCreated, &client.id),
    )?;
    let written = ctx.store.write(|mut tx| async {
        if !staff.still(&mut tx).await? {
            return Ok((Err(SaveOutcome::NotFound), tx));
        }
        // Another operator may have registered it at this very instant.
        if !clients::insert(&mut tx, &row).await? {
            return Ok((Err(SaveOutcome::Refused(vec![taken()])), tx));
        }
        note.write(&mut tx).await?;
        Ok((Ok(()), tx))
    });
    Ok(match written.await? {
        Ok(()) => SaveOutcome::Done(secret.map(|secret| secret.as_str().into())),
        Err(outcome) => outcome,
    })
}

fn taken() -> FieldProblem {
    FieldProblem {
        field: "id".to_owned(),
        message: "another app has this client_id".to_owned(),
    }
}

/// Replaces an app's registration, of which `version` was shown, by what was entered. Its secrets stay, but for an app that
/// is made public by it; one that is to prove itself by a secret, and has none that will do, is given one.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    id: &str,
    version: &str,
    texts: &Texts,
) -> Result<SaveOutcome, Fault> {
    let Some(row) = clients::find(&ctx.store, id).await? else {
        return Ok(SaveOutcome::NotFound);
    };
    if self::version(&row) != version {
        return Ok(SaveOutcome::Outdated);
    }
    let before = client(&row)?;
    let after = match entered(&before, texts)? {
        Ok(after) => after,
        Err(problems) => return Ok(SaveOutcome::Refused(problems)),
    };
    let (replacement, secret) = replaced(ctx, &row, &after)?;
    let changed = differing(&before, &after, secret.as_ref())?;
    if changed.is_empty() {
        return Ok(SaveOutcome::Done(None));
    }
    let staff = operator.staff();
    let event = Event::of_instance(Action::ClientChanged, id).with("fields", changed);
    let note = staff.note(ctx, visitor, event)?;
    let written = ctx.store.write(|mut tx| async {
        if !staff.still(&mut tx).await? {
            return Ok((SaveOutcome::NotFound, tx));
        }
        if !clients::replace(&mut tx, &row, &replacement).await? {
            return Ok((SaveOutcome::Outdated, tx));
        }
        note.write(&mut tx).await?;
        let secret = secret.as_ref().map(|secret| secret.as_str().into());
        Ok((SaveOutcome::Done(secret), tx))
    });
    Ok(written.await?)
}

/// The client as it was entered. What the form does not show was registered by `apply` or by the app itself, and stays.
fn entered(before: &Client, texts: &Texts) -> Result<Result<Client, Vec<FieldProblem>>, Fault> {
    let mut metadata = app_fields::to_metadata(texts);
    let hidden = members(before)?;
    metadata.extend(hidden.into_iter().filter(|(name, _)| !app_fields::is_shown(name)));
    metadata.insert("id".to_owned(), before.id.as_str().into());
    let mut after = match Client::read(metadata) {
        Ok(after) => after,
        Err(problems) => return Ok(Err(of_fields(problems))),
    };
    after.has_secret = match after.token_endpoint_auth_method {
        Some(AuthMethod::None) => false,
        Some(AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost | AuthMethod::ClientSecretJwt) => {
            true
        }
        Some(AuthMethod::PrivateKeyJwt) | None => before.has_secret,
    };
    let problems = problems(&after);
    Ok(match problems.is_empty() {
        true => Ok(after),
        false => Err(problems),
    })
}

/// The names of the metadata that differ, and what became of the secret.
fn differing(before: &Client, after: &Client, made: Option<&Token>) -> Result<Vec<String>, Fault> {
    let (old, new) = (members(before)?, members(after)?);
    let changed = new
        .iter()
        .filter(|(name, value)| old.get(*name) != Some(value))
        .map(|(name, _)| name.as_str());
    let removed = old.keys().filter(|name| !new.contains_key(*name));
    let secret = match (made, before.has_secret && !after.has_secret) {
        (Some(_), _) => Some("secret added"),
        (None, true) => Some("secret removed"),
        (None, false) => None,
    };
    let names = changed.chain(removed.map(String::as_str)).chain(secret);
    Ok(names.map(str::to_owned).collect())
}

/// Makes a second secret, valid beside the first. None when the app has none, or two already.
///
/// # Errors
/// When the database does not answer.
pub async fn add_secret(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    id: &str,
) -> Result<Option<SecretText>, Fault> {
    let Some(row) = clients::find(&ctx.store, id).await? else {
        return Ok(None);
    };
    let secret = ctx.new_token();
    let hash = ctx.master.hash_client_secret(id, secret.as_str());
    let sealed = seal_secret(ctx, &client(&row)?, secret.as_str());
    let (staff, now) = (operator.staff(), ctx.now());
    let event = Event::of_instance(Action::ClientChanged, id).with("fields", vec!["secret added".to_owned()]);
    let note = staff.note(ctx, visitor, event)?;
    let added = ctx.store.write(|mut tx| async {
        let added = staff.still(&mut tx).await?
            && clients::put_next_secret(&mut tx, id, &hash, sealed.as_ref(), now).await?;
        if added {
            note.write(&mut tx).await?;
        }
        Ok((added, tx))
    });
    Ok(added.await?.then(|| secret.as_str().into()))
}

/// Retires the older of two secrets, which is not valid any more. Returns false when there are no two.
///
/// # Errors
/// When the database does not answer.
pub async fn retire_secret(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    id: &str,
) -> Result<bool, Fault> {
    let staff = operator.staff();
    let event =
        Event::of_instance(Action::ClientChanged, id).with("fields", vec!["secret retired".to_owned()]);
    let note = staff.note(ctx, visitor, event)?;
    let retired = ctx.store.write(|mut tx| async {
        let retired = staff.still(&mut tx).await? && clients::retire_secret(&mut tx, id).await?;
        if retired {
            note.write(&mut tx).await?;
        }
        Ok((retired, tx))
    });
    Ok(retired.await?)
}

fn client(row: &Row) -> Result<Client, Fault> {
    let mut client: Client = read(&row.metadata)?;
    client.has_secret = row.secret_hash.is_some();
    Ok(client)
}

fn members(client: &Client) -> Result<Map<String, Value>, Fault> {
    match serde_json::to_value(client) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Fault::Internal("metadata that is no object".to_owned())),
        Err(error) => Err(Fault::Internal(error.to_string())),
    }
}

/// Metadata as they were entered.
fn parse(metadata: Map<String, Value>) -> Result<Client, SaveOutcome> {
    Client::read(metadata).map_err(|problems| SaveOutcome::Refused(of_fields(problems)))
}

fn problems(client: &Client) -> Vec<FieldProblem> {
    of_fields(client.problems())
}

fn of_fields(problems: Vec<Problem>) -> Vec<FieldProblem> {
    let problems = problems.into_iter();
    problems
        .map(|problem| FieldProblem {
            field: problem.field,
            message: problem.message,
        })
        .collect()
}

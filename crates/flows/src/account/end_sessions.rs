//! Ending sessions, in one place: whatever ends one, the clients at which it has signed its person in are told, as far as
//! they want to know (OpenID Connect Back-Channel Logout 1.0, 2).
//!
//! Refresh tokens are no part of it: ours are issued with `offline_access` only, and those live on (2.7). Where they die
//! too, as with a changed password, the caller says so. A session that expires is told to nobody: no one has logged out.

use crate::audit::{Action, Event, Who};
use voltkey_protocol::client::Client;
use voltkey_protocol::time::Timestamp;
use voltkey_store::session_clients::SessionClient;
use voltkey_store::{PersonId, SessionId, Tx, logout_calls, session_clients, sessions};

/// What the audit trail is told of a session's end.
pub(crate) fn event(session: &SessionId, who: &Who) -> Event {
    Event::of_account(Action::SessionEnded, who).object(session.as_str())
}

/// Ends a session, maybe in a log-out whose page tells of it; false when it had ended before.
pub(crate) async fn end(
    tx: &mut Tx,
    session: &SessionId,
    logout_id: Option<&str>,
    now: Timestamp,
) -> voltkey_store::Result<bool> {
    if !sessions::end(&mut *tx, session, logout_id, now).await? {
        return Ok(false);
    }
    call_clients(tx, session, now).await?;
    Ok(true)
}

/// Ends every session of a person, save one where given; gives how many.
pub(crate) async fn end_all_of_person(
    tx: &mut Tx,
    person: &PersonId,
    except: Option<&SessionId>,
    now: Timestamp,
) -> voltkey_store::Result<usize> {
    let ended = sessions::end_all_of_person(&mut *tx, person, except, now).await?;
    for session in &ended {
        call_clients(tx, &session.id, now).await?;
    }
    Ok(ended.len())
}

/// Puts the calls that are due for a session in their outbox.
async fn call_clients(tx: &mut Tx, session: &SessionId, now: Timestamp) -> voltkey_store::Result<()> {
    let known = session_clients::of_session(&mut *tx, session).await?;
    for client in known.iter().filter(|client| wants_a_call(client)) {
        logout_calls::insert(&mut *tx, session, &client.client_id, now).await?;
    }
    Ok(())
}

fn wants_a_call(client: &SessionClient) -> bool {
    match serde_json::from_str::<Client>(&client.metadata) {
        Ok(client) => client.backchannel_logout_uri.is_some(),
        Err(error) => {
            let client = &client.client_id;
            tracing::error!(client, %error, "the metadata of a client can't be read: it is told of no log-out");
            false
        }
    }
}

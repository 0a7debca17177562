//! Choosing an account, where several are signed in in this browser or have been (OpenID Connect Core, 3.1.2.1).

use super::log_out;
use super::login::CANCEL;
use crate::error::Answer;
use crate::extract::{OwnForm, Pending};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{ChooseAccount, KnownAccount};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::choose_account::{self, Choice, ChooseView};

/// The address of this room.
pub const PATH: &str = "/login/account";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    let asked = choose_account::view(screen.ctx(), &visitor, &id).await?;
    let screen = screen.speaking(&asked.ui_locales);
    screen.show(&page(&screen, &visitor, asked), Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(form): OwnForm,
) -> Answer {
    let choice = match (form.get("account"), form.get("sign_out")) {
        (Some(account), _) => Choice::Account(account),
        (None, Some(account)) => Choice::SignOut(account),
        (None, None) => Choice::Another,
    };
    screen.take(choose_account::choose(screen.ctx(), &visitor, &id, choice).await?)
}

fn page(screen: &Screen, visitor: &Visitor, asked: ChooseView) -> ChooseAccount {
    let id = &asked.request;
    let signed_in = asked.accounts.iter().filter(|account| account.is_signed_in);
    ChooseAccount {
        form: screen.form(visitor, PATH, id),
        sign_out_url: (signed_in.count() > 1).then(|| screen.plain_address(log_out::PATH)),
        cancel: asked.app.is_some().then(|| screen.form(visitor, CANCEL, id)),
        app: asked.app.map(|app| screen.app(&app).name),
        accounts: asked
            .accounts
            .into_iter()
            .map(|account| KnownAccount::new(account.key, account.email, account.name, account.is_signed_in))
            .collect(),
    }
}

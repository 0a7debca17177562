//! Inviting many people by a list (S6): it is read, looked at line by line, and only then carried out.

use super::{MEMBERS, address, enter, enter_by_form, form, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, OwnUpload, Query, upload_limit};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::import_lines::{LineRow, reason};
use crate::view::import_members::SentList;
use crate::view::{CompanyTab, ImportLines, ImportMembers, Message, RenderError};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Router, routing};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::import::{self, FileProblem, Import, ImportState, Line, Upload};
use voltkey_flows::admin::steward::Steward;
use voltkey_flows::{Visitor, spreadsheet};
use voltkey_protocol::address::with_parameters;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/company/members/import";
const EXAMPLE: &str = "/company/members/import/example";
const ONLY: &str = "only";
const REFUSED: &str = "refused";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    let upload = routing::post(read).layer(upload_limit(import::MAX_BYTES));
    Router::new()
        .route(PATH, routing::get(get).merge(upload))
        .route(EXAMPLE, routing::get(example))
        .route("/company/members/import/{id}", routing::get(look))
        .route("/company/members/import/{id}/begin", routing::post(begin))
        .route("/company/members/import/{id}/discard", routing::post(discard))
        .route("/company/members/import/{id}/refused", routing::get(refused))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, steward) = enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let page = upload_page(&screen, &visitor, &steward).await?;
    screen.show(&page, Policy::OWN)
}

async fn read(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnUpload { fields, file }: OwnUpload,
) -> Answer {
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &fields, (PATH, Wants::Session)).await?;
    let problem = match file {
        None => None,
        Some(file) => {
            let upload = Upload {
                name: &file.name,
                bytes: &file.bytes,
                client_id: params.get("client_id"),
            };
            let sent = import::read(screen.ctx(), &steward, upload).await?;
            match sent.ok_or(Failure::NotFound)? {
                Ok(id) => {
                    return Ok(Redirect::to(&address(&screen, &steward, &path_of(&id))).into_response());
                }
                Err(problem) => Some(problem),
            }
        }
    };
    let page = upload_page(&screen, &visitor, &steward).await?;
    let wait = match problem {
        Some(FileProblem::Throttled(wait)) => Some(wait),
        _ => None,
    };
    screen.show_again(&page.refused(problem), Policy::OWN, wait)
}

async fn upload_page(
    screen: &Screen,
    visitor: &Visitor,
    steward: &Steward,
) -> Result<ImportMembers, Failure> {
    let sent = |import: Import| SentList {
        href: address(screen, steward, &path_of(&import.id)),
        name: import.file_name,
        at: screen.moment_at(import.created_at),
        state: import.state.into(),
    };
    let latest = import::latest(screen.ctx(), steward).await?;
    Ok(ImportMembers {
        tabs: tabs(screen, steward, CompanyTab::Members),
        latest: latest.into_iter().map(sent).collect(),
        ..ImportMembers::new(
            form(screen, visitor, steward, PATH),
            address(screen, steward, MEMBERS),
            address(screen, steward, EXAMPLE),
        )
    })
}

/// An empty list, for whoever wants to fill one in.
async fn example(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, _) = enter(screen, &visitor, &params, (EXAMPLE, Wants::Session)).await?;
    let headings = headings(&screen)?;
    Ok(file(
        "list.csv",
        spreadsheet::file([&headings[..import::COLUMNS]])?,
    ))
}

async fn look(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    Path(id): Path<String>,
) -> Answer {
    let path = path_of(&id);
    let (screen, steward) = enter(screen, &visitor, &params, (&path, Wants::Session)).await?;
    let page = lines_page(&screen, &visitor, &steward, &params, &id).await?;
    screen.show(&page, Policy::OWN)
}

async fn lines_page(
    screen: &Screen,
    visitor: &Visitor,
    steward: &Steward,
    params: &Params,
    id: &str,
) -> Result<ImportLines, Failure> {
    let after = params
        .get("after")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let only_refused = params.get(ONLY) == Some(REFUSED);
    let found = import::page(screen.ctx(), steward, id, after, only_refused).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let path = path_of(id);
    let here = |pairs: &[(&str, &str)]| with_parameters(&address(screen, steward, &path), pairs);
    let deed = |what: &str| form(screen, visitor, steward, &format!("{path}/{what}"));
    let is_seen = found.import.state == ImportState::Seen;
    let has_good = found.counts.lines > found.counts.refused;
    let next = found.lines.last().map(|line| line.line.to_string());
    let only = [(ONLY, REFUSED)];
    let narrowed = if only_refused { &only[..] } else { &[] };
    Ok(ImportLines {
        tabs: tabs(screen, steward, CompanyTab::Members),
        begin: (is_seen && has_good).then(|| deed("begin")),
        discard: is_seen.then(|| deed("discard")),
        again_url: here(&[]),
        all_url: here(&[]),
        refused_url: here(&only),
        download_url: (found.counts.refused > 0)
            .then(|| address(screen, steward, &format!("{path}/{REFUSED}"))),
        members_url: address(screen, steward, MEMBERS),
        import_url: address(screen, steward, PATH),
        next_url: next
            .filter(|_| found.has_more)
            .map(|after| here(&[&[("after", &*after)], narrowed].concat())),
        only_refused,
        ..ImportLines::new(
            found.import.file_name,
            screen.moment_at(found.import.created_at),
            found.import.state.into(),
            &found.counts,
            found.lines.into_iter().map(row).collect(),
        )
    })
}

fn row(line: Line) -> LineRow {
    LineRow {
        name: format!("{} {}", line.given_name, line.family_name)
            .trim()
            .to_owned(),
        email: line.email,
        role: line.role,
        language: line.language,
        ..LineRow::new(line.line, line.problem, line.invited_at.is_some())
    }
}

async fn begin(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    Path(id): Path<String>,
    OwnForm(fields): OwnForm,
) -> Answer {
    let path = path_of(&id);
    let page = (&*path, Wants::FreshProof);
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &fields, page).await?;
    match import::begin(screen.ctx(), &steward, &id).await? {
        true => Ok(Redirect::to(&address(&screen, &steward, &path)).into_response()),
        false => Err(Failure::NotFound),
    }
}

async fn discard(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    Path(id): Path<String>,
    OwnForm(fields): OwnForm,
) -> Answer {
    let path = path_of(&id);
    let page = (&*path, Wants::Session);
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &fields, page).await?;
    match import::discard(screen.ctx(), &steward, &id).await? {
        true => Ok(Redirect::to(&address(&screen, &steward, PATH)).into_response()),
        false => Err(Failure::NotFound),
    }
}

/// The lines by which nobody is invited, to be put right and sent again.
async fn refused(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    Path(id): Path<String>,
) -> Answer {
    let path = format!("{}/{REFUSED}", path_of(&id));
    let (screen, steward) = enter(screen, &visitor, &params, (&path, Wants::Session)).await?;
    let lines = import::refused(screen.ctx(), &steward, &id).await?;
    let mut told = Vec::new();
    for line in lines.ok_or(Failure::NotFound)? {
        let why = line.problem.map(reason);
        let why = why.map(|why| say(&screen, &why)).transpose()?;
        told.push((line, why.unwrap_or_default()));
    }
    let list = import::write(&headings(&screen)?, &told)?;
    Ok(file("refused.csv", list))
}

/// The names of a list's columns in the page's language.
fn headings(screen: &Screen) -> Result<[String; import::COLUMNS + 1], Failure> {
    Ok([
        say(screen, &Message::new("import-lines-column-email"))?,
        say(screen, &Message::new("import-lines-column-given-name"))?,
        say(screen, &Message::new("import-lines-column-family-name"))?,
        say(screen, &Message::new("import-lines-column-language"))?,
        say(screen, &Message::new("import-lines-column-role"))?,
        say(screen, &Message::new("import-lines-column-reason"))?,
    ])
}

fn say(screen: &Screen, message: &Message) -> Result<String, RenderError> {
    Ok(screen.state().renderer.say(screen.language(), message)?)
}

/// A list as a file to be kept.
fn file(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}

fn path_of(id: &str) -> String {
    format!("{PATH}/{id}")
}

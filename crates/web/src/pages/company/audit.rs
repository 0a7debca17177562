//! The audit trail of a company: page by page, and as a file.
//!
//! The file is written as it is read, so that a trail of any length takes no more memory than a piece of it.

use crate::error::{Answer, Failure};
use crate::extract::Query;
use crate::pages::company;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::company_audit::{
    AuditEntry, AuditSearch, By, CompanyAudit, Downloads, SearchProblems, told, told_in_a_word,
};
use crate::view::{CompanyTab, Hidden};
use axum::body::Body;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::{Extension, Router, routing};
use futures_util::stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::civil::Date;
use serde_json::Value;
use std::sync::Arc;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::company_audit::{self, Asked, Export};
use voltkey_flows::admin::steward::Steward;
use voltkey_flows::audit::{Action, Cursor, Entry, Named};
use voltkey_flows::{Ctx, Fault, Visitor, calendar, spreadsheet};
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/company/audit";
const EXPORT: &str = "/company/audit/export";
/// What a filter asks for, in addresses.
const FILTERS: [&str; 5] = ["action", "by", "with", "since", "until"];
/// Where a page begins.
const AFTER: &str = "after";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(EXPORT, routing::get(export))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, steward) = company::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let address = |path: &str, more: &[(&str, &str)]| address_of(&screen, &steward, &params, path, more);
    let asked = match asked(&params) {
        Ok(asked) => asked,
        Err(problems) => {
            let mut page = CompanyAudit::new(search(&screen, &steward, &params), None, Vec::new());
            page.search = page.search.refused(problems);
            page.tabs = company::tabs(&screen, &steward, CompanyTab::Audit);
            return screen.show_again(&page, Policy::OWN, None);
        }
    };
    // A place that is none is the first page.
    let after: Option<Cursor> = params.get(AFTER).and_then(|place| place.parse().ok());
    let listed = company_audit::list(screen.ctx(), &steward, &asked, after).await?;
    let entries: Vec<_> = listed.entries.iter().map(|entry| shown(&screen, entry)).collect();
    let has_any = !entries.is_empty();
    let page = CompanyAudit {
        tabs: company::tabs(&screen, &steward, CompanyTab::Audit),
        latest_url: after.map(|_| address(PATH, &[])),
        older_url: listed
            .next
            .map(|next| address(PATH, &[(AFTER, &next.to_string())])),
        downloads: has_any.then(|| Downloads {
            csv: address(EXPORT, &[("format", "csv")]),
            json: address(EXPORT, &[("format", "json")]),
        }),
        ..CompanyAudit::new(search(&screen, &steward, &params), asked.action, entries)
    };
    screen.show(&page, Policy::OWN)
}

/// What the address asks for. A filter that is not known is left out.
fn asked(params: &Params) -> Result<Asked, SearchProblems> {
    let field = |name| params.get(name).unwrap_or_default().trim();
    let day = |name| match field(name) {
        "" => Ok(None),
        text => calendar::date(text).map(Some).ok_or(()),
    };
    let (since, until): (Result<Option<Date>, ()>, _) = (day("since"), day("until"));
    let problems = SearchProblems {
        since: since.is_err(),
        until: until.is_err(),
        order: matches!((since, until), (Ok(Some(since)), Ok(Some(until))) if until < since),
    };
    if problems != SearchProblems::default() {
        return Err(problems);
    }
    Ok(Asked {
        action: field("action").parse().ok(),
        by: field("by").to_owned(),
        with: field("with").to_owned(),
        since: since.ok().flatten(),
        until: until.ok().flatten(),
    })
}

fn search(screen: &Screen, steward: &Steward, params: &Params) -> AuditSearch {
    let field = |name| params.get(name).unwrap_or_default();
    let mut search = AuditSearch::new(
        PATH.to_owned(),
        [field("by"), field("with"), field("since"), field("until")],
    );
    search.hidden = vec![Hidden {
        name: company::PARAMETER.into(),
        value: steward.company_slug().to_owned(),
    }];
    // As the page's own address has it.
    if let Some(locales) = params.get(crate::screen::UI_LOCALES) {
        search.hidden.push(Hidden {
            name: crate::screen::UI_LOCALES.into(),
            value: locales.to_owned(),
        });
    }
    let is_narrowed = FILTERS.iter().any(|name| !field(name).is_empty());
    search.all_url = is_narrowed.then(|| company::address(screen, steward, PATH));
    search
}

/// An address that asks for the same.
fn address_of(
    screen: &Screen,
    steward: &Steward,
    params: &Params,
    path: &str,
    more: &[(&str, &str)],
) -> String {
    let kept = FILTERS.iter().filter_map(|name| Some((*name, params.get(name)?)));
    let pairs: Vec<_> = kept
        .filter(|(_, value)| !value.is_empty())
        .chain(more.iter().copied())
        .collect();
    let base = company::address(screen, steward, path);
    match pairs.is_empty() {
        true => base,
        false => address::with_parameters(&base, &pairs),
    }
}

fn shown(screen: &Screen, entry: &Entry) -> AuditEntry {
    let name = entry.named_subject().map(|who| who.called().to_owned());
    let role = entry.detail("role");
    AuditEntry {
        what: match entry.action.parse::<Action>() {
            Ok(action) => told(action, name, role),
            Err(_) => told_in_a_word(&entry.action),
        },
        by: by(entry).into(),
        at: screen.moment_at(entry.at),
        network: entry.detail("network").map(str::to_owned),
        reason: entry.detail("reason").map(str::to_owned),
    }
}

fn by(entry: &Entry) -> By {
    match entry.actor.as_str() {
        "system" => By::Itself,
        "command" => By::Command,
        "nobody" => By::Nobody,
        actor if entry.subject.as_deref() == Some(actor) => By::Themselves,
        _ => entry
            .named_actor()
            .map_or(By::Forgotten, |actor| By::Person(actor.called().to_owned())),
    }
}

/// How a file is written.
#[derive(Clone, Copy)]
enum Format {
    /// A table (RFC 4180).
    Csv,
    /// A JSON object on each line, with all that is hashed: the chain can be verified by it.
    Json,
}

impl Format {
    fn from_value(value: &str) -> Option<Self> {
        match value {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/x-ndjson",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "jsonl",
        }
    }

    /// What stands at the beginning.
    fn head(self) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Csv => spreadsheet::file([COLUMNS]),
            Self::Json => Ok(Vec::new()),
        }
    }

    async fn piece(
        self,
        ctx: &Ctx,
        export: &Export,
        after: Option<Cursor>,
    ) -> Result<(Vec<u8>, Option<Cursor>), Fault> {
        match self {
            Self::Csv => {
                let listed = export.entries(ctx, after).await?;
                Ok((spreadsheet::lines(listed.entries.iter().map(row))?, listed.next))
            }
            Self::Json => {
                let exported = export.lines(ctx, after).await?;
                let lines = exported.lines.into_iter().map(|line| line + "\n");
                Ok((lines.collect::<String>().into_bytes(), exported.next))
            }
        }
    }
}

async fn export(
    screen: Screen,
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
) -> Answer {
    let (screen, steward) = company::enter(screen, &visitor, &params, (EXPORT, Wants::Session)).await?;
    let format = Format::from_value(params.get("format").unwrap_or_default()).ok_or(Failure::NotFound)?;
    // The page explains what is wrong with a filter.
    let Ok(asked) = asked(&params) else {
        let page = address_of(&screen, &steward, &params, PATH, &[]);
        return Err(Failure::Elsewhere(page));
    };
    let export = Export::new(screen.ctx(), &steward, &asked).await?;
    let name = format!(
        "attachment; filename=\"audit-{}.{}\"",
        steward.company_slug(),
        format.extension()
    );
    let head = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((head, body(state.ctx, format, export)?).into_response())
}

/// Where a file that is being written goes on.
enum Place {
    From(Option<Cursor>),
    End,
}

/// The file, a piece at a time: the next is read when the one before was sent. A fault breaks the transfer off, so that
/// nobody takes a part for the whole.
fn body(ctx: Arc<Ctx>, format: Format, export: Export) -> Result<Body, Fault> {
    let head = format.head()?;
    let pieces = stream::try_unfold(Place::From(None), move |place| {
        let (ctx, export) = (Arc::clone(&ctx), export.clone());
        async move {
            let Place::From(after) = place else {
                return Ok(None);
            };
            let (piece, next) = format.piece(&ctx, &export, after).await.inspect_err(|fault| {
                tracing::error!(%fault, "an export of the audit trail broke off");
            })?;
            let next = next.map_or(Place::End, |next| Place::From(Some(next)));
            Ok::<_, Fault>(Some((piece, next)))
        }
    });
    let head = stream::iter([Ok(head)]);
    Ok(Body::from_stream(stream::StreamExt::chain(head, pieces)))
}

const COLUMNS: [&str; 12] = [
    "time",
    "number",
    "action",
    "by",
    "by_email",
    "with",
    "with_email",
    "reason",
    "network",
    "request",
    "id",
    "details",
];

fn row(entry: &Entry) -> [String; 12] {
    let time = jiff::Timestamp::from_microsecond(entry.at.as_micros()).unwrap_or_default();
    let subject = entry.named_subject();
    let is_self = entry.subject.as_deref() == Some(&entry.actor);
    let actor = if is_self { subject } else { entry.named_actor() };
    let text = |name| entry.detail(name).unwrap_or_default().to_owned();
    let both = |named: Option<Named<'_>>| match named {
        Some(named) => [named.name.to_owned(), named.email.to_owned()],
        None => [String::new(), String::new()],
    };
    let ([by, by_email], [with, with_email]) = (both(actor), both(subject));
    let by = match entry.actor.as_str() {
        word @ ("system" | "command" | "nobody") => word.to_owned(),
        _ => by,
    };
    [
        time.to_string(),
        entry.seq.to_string(),
        entry.action.clone(),
        by,
        by_email,
        with,
        with_email,
        text("reason"),
        text("network"),
        entry.request_id.clone().unwrap_or_default(),
        entry.id.clone(),
        entry.details.as_ref().map(Value::to_string).unwrap_or_default(),
    ]
}

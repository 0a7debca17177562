//! The logos of companies, and stylesheets with their colours. Each address says what it holds, and is good for ever.
//!
//! A logo is a file that a stranger brought. It was found to be an image and nothing else, is served as that type only, and
//! opened by itself it can do nothing.

use crate::error::{Answer, Failure};
use crate::screen::Policy;
use crate::state::AppState;
use crate::view::{Accent, brand_css};
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::{Extension, Router, routing};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use voltkey_flows::admin::company_settings;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/logos/{hash}", routing::get(logo))
        .route("/accents/{name}", routing::get(accent))
}

/// The address of the logo of that hash.
pub fn address(hash: &str) -> String {
    format!("/logos/{hash}")
}

/// The address of the stylesheet with that colour, `#rrggbb`.
pub fn accent_address(accent: &str) -> String {
    format!("/accents/{}.css", accent.trim_start_matches('#'))
}

async fn logo(State(state): State<AppState>, Path(hash): Path<String>) -> Answer {
    let found = company_settings::logo(&state.ctx, &hash).await?;
    let (media_type, file) = found.ok_or(Failure::NotFound)?;
    let head = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, FOR_EVER.to_owned())];
    Ok((Extension(Policy::FILE), head, file).into_response())
}

async fn accent(Path(name): Path<String>) -> Answer {
    let digits = name.strip_suffix(".css").ok_or(Failure::NotFound)?;
    let accent: Accent = format!("#{digits}").parse().map_err(|_| Failure::NotFound)?;
    let head = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, FOR_EVER),
    ];
    Ok((Extension(Policy::FILE), head, brand_css(accent)).into_response())
}

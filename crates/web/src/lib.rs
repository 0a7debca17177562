//! The router, one room for each endpoint and screen, and the pages.
//!
//! A request passes the layers, then the extractors of its room, then the room: it parses, calls one flow, and
//! answers. What fails is put into words by the renderer of the room's group.

pub mod cookies;
mod error;
mod extract;
mod layers;
mod oidc;
mod pages;
mod router;
mod screen;
mod state;
pub mod view;

pub use extract::language;
pub use router::router;
pub use state::{AppState, SettingSource, ShownSetting, Site};

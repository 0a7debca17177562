//! What happens to every request, or to every request of a group of rooms, outside of the rooms.

mod access_log;
mod browser;
mod cors;
mod guard;
mod navigation;
mod request_id;
mod security_headers;

pub use access_log::access_log;
pub use browser::know_browser;
pub use cors::cors;
pub use guard::{catch_panics, limit_time};
pub use navigation::only_visits;
pub use request_id::{RequestId, number};
pub use security_headers::secure;

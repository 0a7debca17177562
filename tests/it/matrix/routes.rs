//! What the router has, read from the router itself.
//!
//! axum lists its routes in its `Debug` output alone. Should that ever look different, nothing is found, and each row
//! of the table says that its route is gone.

use axum::Router;
use http::Method;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A method and a path, as the router has it: `POST /company/members/{sub}/block`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Route {
    pub(super) path: String,
    method: String,
}

impl Route {
    pub(super) fn new(method: &Method, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            method: method.as_str().to_owned(),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The methods that a route can have.
pub(super) const METHODS: [Method; 5] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
];

/// Every route.
///
/// # Panics
/// When the methods of a path can't be told, as those of a whole service.
pub(super) fn routes(router: &Router) -> BTreeSet<Route> {
    let text = format!("{router:?}");
    let (own, _) = text.split_once(", fallback_router: ").expect("axum's Debug");
    let (endpoints, paths) = own.split_once(", node: Node { paths: {").expect("axum's Debug");
    let (endpoints, paths) = (by_id(endpoints), by_id(paths));
    assert_eq!(endpoints.len(), paths.len(), "each path has its methods");
    let mut found = BTreeSet::new();
    for (id, path) in paths {
        let path = path.split('"').nth(1).expect("a path in quotation marks");
        let endpoint = endpoints[id];
        assert!(
            endpoint.starts_with("MethodRouter("),
            "which methods has {path}? {endpoint}"
        );
        let taken = METHODS.iter().filter(|method| takes(endpoint, method));
        found.extend(taken.map(|method| Route::new(method, path)));
    }
    found
}

/// `RouteId(1): …, RouteId(2): …`
fn by_id(text: &str) -> BTreeMap<&str, &str> {
    let entries = text.split("RouteId(").skip(1);
    entries.filter_map(|entry| entry.split_once("): ")).collect()
}

/// `… get: Route, head: None, …`
fn takes(endpoint: &str, method: &Method) -> bool {
    let name = format!(" {}: ", method.as_str().to_lowercase());
    let (_, rest) = endpoint.split_once(&name).expect("axum's Debug");
    !rest.starts_with("None")
}

#[test]
fn merged_nested_and_layered_routes_are_found() {
    use axum::middleware::map_response;
    use axum::routing::{get, post};
    async fn room() {}
    async fn layer(response: axum::response::Response) -> axum::response::Response {
        response
    }
    let inner = Router::new()
        .route("/{sub}/block", post(room))
        .route("/", get(room));
    let twice = Router::new()
        .route("/support", get(room))
        .route("/support", post(room));
    let router = Router::new()
        .nest("/members", inner)
        .merge(twice)
        .layer(map_response(layer))
        .method_not_allowed_fallback(room)
        .fallback(room);
    let found: Vec<_> = routes(&router).iter().map(Route::to_string).collect();
    assert_eq!(
        found,
        [
            "GET /members",
            "POST /members/{sub}/block",
            "GET /support",
            "POST /support"
        ]
    );
}

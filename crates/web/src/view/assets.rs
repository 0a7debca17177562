//! Stylesheets, scripts and images. Each has its content's hash in its address, so that browsers may keep it
//! for good and still see a new one at once.

use axum::body::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A file that pages load.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its content.
    pub bytes: Bytes,
    /// Its media type, for `Content-Type`.
    pub mime: &'static str,
    /// Its entity tag with quotes, for `ETag` (RFC 9110, 8.8.3).
    pub etag: String,
    /// Its address: `/assets/<name>?v=<first eight hexadecimal digits of the content's SHA-256>`.
    pub address: String,
}

impl Asset {
    fn new(name: &str, bytes: Bytes) -> Self {
        let hash = Sha256::digest(&bytes);
        let version: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Self {
            bytes,
            mime: mime(name),
            etag: format!("\"{version}\""),
            address: format!("/assets/{name}?v={version}"),
        }
    }
}

/// All assets by name.
#[derive(Debug, Default)]
pub struct Assets(BTreeMap<String, Asset>);

impl Assets {
    pub fn insert(&mut self, name: &str, bytes: impl Into<Bytes>) {
        self.0.insert(name.to_owned(), Asset::new(name, bytes.into()));
    }

    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_content_has_a_new_address() {
        let (old, new) = (
            Asset::new("app.css", Bytes::from("a")),
            Asset::new("app.css", Bytes::from("b")),
        );
        assert_eq!(old.address, "/assets/app.css?v=ca978112");
        assert_ne!(old.address, new.address);
        assert_eq!(old.etag, "\"ca978112\"");
        assert_eq!(old.mime, "text/css; charset=utf-8");
    }
}

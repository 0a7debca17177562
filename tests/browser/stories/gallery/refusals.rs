//! Requests and addresses that lead nowhere.

use super::Gallery;
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    gallery
        .open(
            "/oauth2/authorize?client_id=platform&response_type=code&scope=openid%20profile&state=af0ifjsldkj\
             &redirect_uri=https://app.amperecloud.example/oidc/callback/",
        )
        .await?;
    gallery.show("refused", "[data-reference]").await?;
    gallery.open("/login?request=gone").await?;
    gallery.show("restart", ".seal").await?;
    gallery.open("/no/such/page").await?;
    gallery.show("not-found", "h1").await
}

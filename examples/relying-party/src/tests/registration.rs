//! The demo's applications say of themselves what the demo's provider knows of them.

use toml::Value;
use url::Url;

use crate::{IssuerUrl, Settings};

const WORLD: &str = include_str!("../../../../config/demo-world.toml");

#[test]
fn the_provider_of_the_demo_knows_both_applications() {
    let world: Value = toml::from_str(WORLD).expect("TOML");
    let clients = world["clients"].as_array().expect("the world has clients");
    let issuer = IssuerUrl::new("http://localhost:8080".to_owned()).expect("an issuer");
    let public_url = Url::parse("http://localhost:8081").expect("an address");
    let settings = Settings::demo(issuer, public_url, ([127, 0, 0, 1], 8081).into());
    for registration in &settings.registrations {
        let known = clients
            .iter()
            .find(|client| client["id"].as_str() == Some(&registration.client_id));
        let client = known.expect("the client is registered");
        let address = |path: &str| format!("http://localhost:8081{}{path}", registration.prefix);
        assert_eq!(client["secret"].as_str(), registration.client_secret.as_deref());
        assert_eq!(client["name"].as_str(), Some(registration.name.as_str()));
        assert_eq!(client["audience"].as_str(), Some(settings.api_audience.as_str()));
        assert_eq!(
            client["redirect_uris"][0].as_str(),
            Some(address("/callback").as_str())
        );
        assert_eq!(
            client["post_logout_redirect_uris"][0].as_str(),
            Some(address("/").as_str())
        );
        assert_eq!(
            client["return_uris"][0].as_str(),
            Some(address("/profile").as_str())
        );
        assert_eq!(
            client["backchannel_logout_uri"].as_str(),
            Some(address("/back-channel-logout").as_str())
        );
        assert_eq!(
            client["frontchannel_logout_uri"].as_str(),
            Some(address("/front-channel-logout").as_str())
        );
        assert_eq!(
            client["initiate_login_uri"].as_str(),
            Some(address("/login").as_str())
        );
    }
}

//! What a refresh still gives: an operator may have changed its client since the authorization.

use super::machine::invalid_grant;
use crate::claims::{ClaimsRequest, scope_of_consent};
use crate::client::Client;
use crate::error::{Refusal, Rule};
use crate::scope::{self, Scope};

/// Checks that a grant of `scope` and `claims`, as far as its client may have these now, may still be refreshed.
/// `consented` is what the person consents to now; a trusted client needs none.
///
/// # Errors
/// `invalid_grant`, when the client may not ask for `offline_access` any more, or when nobody was asked for consent because
/// it was trusted, and it is not any more.
pub fn check_present(
    client: &Client,
    scope: &Scope,
    claims: &ClaimsRequest,
    consented: Option<&Scope>,
) -> Result<(), Refusal> {
    if !client.may_ask_for(scope::OFFLINE_ACCESS) {
        return Err(withdrawn(
            "this client is not registered for the scope offline_access any more",
        ));
    }
    let needed = scope_of_consent(&client.narrow(scope), claims);
    match client.trusted || consented.is_some_and(|consented| consented.covers(&needed)) {
        true => Ok(()),
        false => Err(withdrawn("the person has not consented to what is refreshed")),
    }
}

fn withdrawn(description: &str) -> Refusal {
    invalid_grant(Rule::RefreshWithdrawn, description)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(metadata: serde_json::Value, consented: Option<&str>) -> Option<String> {
        let client: Client = serde_json::from_value(metadata).expect("metadata");
        let scope = "openid email offline_access".parse().expect("a scope");
        let claims = ClaimsRequest::parse(r#"{"userinfo":{"name":null}}"#).expect("claims");
        let consented: Option<Scope> = consented.map(|text| text.parse().expect("a scope"));
        let verdict = check_present(&client, &scope, &client.narrow_claims(claims), consented.as_ref());
        verdict.err().map(|refusal| refusal.description)
    }

    #[test]
    fn who_is_not_trusted_needs_a_consent_to_all_that_is_left() {
        let client = json!({ "id": "app" });
        assert_eq!(
            refused(client.clone(), Some("email profile offline_access")),
            None
        );
        for less in [None, Some("email offline_access"), Some("profile offline_access")] {
            assert!(refused(client.clone(), less).is_some(), "{less:?}");
        }
        let narrowed = json!({ "id": "app", "scope": "openid offline_access" });
        assert_eq!(refused(narrowed, Some("offline_access")), None);
        assert_eq!(refused(json!({ "id": "app", "trusted": true }), None), None);
    }

    #[test]
    fn nobody_refreshes_without_offline_access() {
        let client = json!({ "id": "app", "trusted": true, "scope": "openid email" });
        let description = refused(client, None).expect("a refusal");
        assert!(description.contains("offline_access"), "{description}");
    }
}

//! What each claim means, in a sentence for people who meet OpenID Connect for the first time.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

/// One claim, ready to be shown.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Row {
    name: String,
    value: String,
    /// The value in words where it is a time.
    readable: Option<String>,
    meaning: &'static str,
}

/// The members of a JSON object as rows; none for anything else.
pub(crate) fn rows(claims: &Value) -> Vec<Row> {
    let members = claims.as_object().into_iter().flatten();
    members
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| row(name, value))
        .collect()
}

fn row(name: &str, value: &Value) -> Row {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Row {
        name: name.to_owned(),
        value: text,
        readable: readable(name, value),
        meaning: meaning(name),
    }
}

/// A NumericDate (RFC 7519, section 2) as a date.
fn readable(name: &str, value: &Value) -> Option<String> {
    if !matches!(name, "exp" | "iat" | "nbf" | "auth_time" | "updated_at") {
        return None;
    }
    let time = Timestamp::from_second(value.as_i64()?).ok()?;
    Some(time.strftime("%-d %B %Y, %H:%M:%S UTC").to_string())
}

fn meaning(name: &str) -> &'static str {
    token_claim(name).or_else(|| person_claim(name)).or_else(|| header_parameter(name)).unwrap_or(
        "Not one of the standard claims: its meaning is agreed between the provider and its applications.",
    )
}

fn token_claim(name: &str) -> Option<&'static str> {
    Some(match name {
        "iss" => "Who issued it. Must be exactly the provider that was asked.",
        "sub" => {
            "Who it is about: the person's permanent identifier at this provider. Store this, not the address."
        }
        "aud" => "Whom it is meant for. Whoever is not named here must refuse it.",
        "exp" => "When it ends. Afterwards it must be refused.",
        "iat" => "When it was issued.",
        "nbf" => "From when on it holds.",
        "auth_time" => {
            "When the person last proved who they are; earlier than iat when a session was still open."
        }
        "nonce" => "The random value of this sign-in, sent back: proof that the token was made for it.",
        "acr" => "How strongly the person signed in: with one factor or with two.",
        "amr" => {
            "With which means: pwd is a password, otp a one-time code, mfa more than one of them (RFC 8176)."
        }
        "azp" => "The application that it was issued to.",
        "at_hash" => {
            "A hash of the access token that came with it, so that no one can swap the one for another."
        }
        "c_hash" => "A hash of the authorization code that came with it.",
        "s_hash" => "A hash of the state that came with it.",
        "sid" => "The session at the provider: a logout names it.",
        "jti" => "The token's own identifier.",
        "client_id" => "The application that the access token was issued to.",
        "scope" => "What the application may do with it.",
        "cnf" => "The key that the sender must prove to hold.",
        "grant_id" => "The grant that the token came from: revoking it ends the token.",
        _ => return None,
    })
}

fn person_claim(name: &str) -> Option<&'static str> {
    Some(match name {
        "name" => "The full name, for display.",
        "given_name" => "The first name.",
        "family_name" => "The last name.",
        "middle_name" => "Further first names.",
        "nickname" => "What friends call the person.",
        "preferred_username" => "What the person likes to be called. Not unique and not permanent.",
        "email" => {
            "The e-mail address. It may change, and may pass to another person: never use it as a key."
        }
        "email_verified" => "Whether the person has shown that this address is theirs.",
        "phone_number" => "The telephone number in international notation.",
        "phone_number_verified" => "Whether the person has shown that this number is theirs.",
        "address" => "The postal address.",
        "birthdate" => "The date of birth.",
        "gender" => "The gender, as the person states it.",
        "locale" => "The person's language (BCP 47).",
        "zoneinfo" => "The person's time zone.",
        "picture" => "The address of a picture.",
        "profile" => "The address of a page about the person.",
        "website" => "The address of the person's own website.",
        "updated_at" => "When these details last changed.",
        "companies" => "The companies that the person belongs to, with the role in each (scope company).",
        _ => return None,
    })
}

fn header_parameter(name: &str) -> Option<&'static str> {
    Some(match name {
        "alg" => {
            "How it is signed. The verifier decides which algorithms it takes; this only names one of them."
        }
        "kid" => "Which of the provider's published keys signed it.",
        "typ" => {
            "What kind of token it is. at+jwt marks an access token, so that no ID token passes for one."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::rows;
    use serde_json::json;

    #[test]
    fn times_are_shown_as_dates() {
        let rows = rows(&json!({ "exp": 1_798_761_600 }));
        assert_eq!(rows[0].value, "1798761600");
        assert_eq!(rows[0].readable.as_deref(), Some("1 January 2027, 00:00:00 UTC"));
    }

    #[test]
    fn claims_of_any_shape_have_a_row() {
        let rows =
            rows(&json!({ "companies": [{ "slug": "sonnenfeld" }], "shoe_size": 42, "middle_name": null }));
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].value, r#"[{"slug":"sonnenfeld"}]"#);
        assert!(rows[1].meaning.starts_with("Not one of the standard claims"));
    }
}

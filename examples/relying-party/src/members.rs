//! Who has signed in here before, as far as it is remembered: an admin finds the other members of the company among them.

use serde::Deserialize;
use serde_json::Value;

use crate::session::Session;

/// Somebody who has signed in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// The subject, by which the provider knows them too.
    pub sub: String,
    /// What to call them.
    pub name: String,
    /// The companies that they belong to.
    pub companies: Vec<Company>,
}

/// An entry of the claim `companies`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Company {
    id: String,
    role: String,
}

impl Member {
    /// Who is signed in.
    pub(crate) fn of(session: &Session) -> Self {
        let companies = session.user_info.additional_claims().get("companies");
        let companies = companies.and_then(Value::as_array).into_iter().flatten();
        Self {
            sub: session.claims.subject().to_string(),
            name: session.display_name(),
            // An entry that says less than ours do is of no use here.
            companies: companies
                .filter_map(|company| Company::deserialize(company).ok())
                .collect(),
        }
    }

    /// Whether this is somebody else, of a company whose admin `admin` is.
    pub(crate) fn is_looked_after_by(&self, admin: &Self) -> bool {
        let looks_after = |company: &Company| {
            let own = admin.companies.iter().find(|own| own.id == company.id);
            own.is_some_and(|own| own.role == "admin")
        };
        self.sub != admin.sub && self.companies.iter().any(looks_after)
    }
}

#[cfg(test)]
mod tests {
    use super::{Company, Member};

    fn member(sub: &str, companies: &[(&str, &str)]) -> Member {
        let company = |(id, role): &(&str, &str)| Company {
            id: (*id).to_owned(),
            role: (*role).to_owned(),
        };
        Member {
            sub: sub.to_owned(),
            name: sub.to_owned(),
            companies: companies.iter().map(company).collect(),
        }
    }

    #[test]
    fn an_admin_looks_after_the_others_of_the_company() {
        let ada = member("ada", &[("sonnenfeld", "admin"), ("solluna", "member")]);
        let ben = member("ben", &[("sonnenfeld", "member")]);
        let carla = member("carla", &[("solluna", "member")]);
        assert!(ben.is_looked_after_by(&ada));
        assert!(!carla.is_looked_after_by(&ada));
        assert!(!ada.is_looked_after_by(&ada));
        assert!(!ada.is_looked_after_by(&ben));
    }
}

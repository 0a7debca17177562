//! Who looks after somebody's account: the admins of their companies. Without one who may act on the whole account it
//! is the platform's support (S15).

use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::memberships::{self, Admin, Membership};
use voltkey_store::people::Person;

/// An admin of a company that somebody else belongs to.
pub(super) struct Keeper {
    /// Who it is.
    pub(super) admin: Admin,
    /// The company; of several, the first by its short name.
    pub(super) company: Membership,
    /// Whether they may act on the whole account: they administer every company that the person belongs to, who has no
    /// role on the instance.
    pub(super) of_all: bool,
}

/// Those of a person who can log in, and are not the person.
pub(super) async fn keepers(ctx: &Ctx, person: &Person) -> Result<Vec<Keeper>, Fault> {
    let memberships = memberships::of_person(&ctx.store, &person.id).await?;
    let mut found: Vec<(Admin, &Membership, usize)> = Vec::new();
    for membership in &memberships {
        let admins = memberships::admins(&ctx.store, &membership.company_id).await?;
        for admin in admins.into_iter().filter(|admin| admin.person_id != person.id) {
            match found
                .iter_mut()
                .find(|(known, ..)| known.person_id == admin.person_id)
            {
                Some((.., companies)) => *companies += 1,
                None => found.push((admin, membership, 1)),
            }
        }
    }
    let has_role = person.is_support || person.is_operator;
    let keepers = found.into_iter().map(|(admin, company, companies)| Keeper {
        admin,
        company: company.clone(),
        of_all: !has_role && companies == memberships.len(),
    });
    Ok(keepers.collect())
}

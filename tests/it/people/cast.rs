//! Who else there is, and what is demanded of them.

use crate::harness::{OTP_SECRET, PASSWORD, World};
use jiff::civil::Date;
use voltkey_flows::admin::apply::{self, CompanyEntry, InstanceRole, Mode, PersonEntry, SecretText, apply};
use voltkey_flows::admin::invite::{self, Invitee};
use voltkey_store::companies::CompanyPolicy;
use voltkey_store::memberships::Role;
use voltkey_store::{authenticators, people};

/// Everybody's password, in a form that shows that it was typed: no page may ever hold it.
pub const WRONG: &str = "Wrong-Password-1!";

/// Somebody with an address and everybody's password, and neither a company nor a second factor.
pub fn somebody(email: &str, given_name: &str, family_name: &str) -> PersonEntry {
    PersonEntry {
        email: email.to_owned(),
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        language: "en".to_owned(),
        memberships: Vec::new(),
        roles: None,
        email_verified: true,
        password: Some(SecretText::from(PASSWORD.to_owned())),
        password_hash: None,
        otp_secret: None,
    }
}

/// The authenticator that everybody has who has one.
pub fn authenticator() -> SecretText {
    SecretText::from(OTP_SECRET.to_owned())
}

/// These people are there, too.
pub async fn settle(world: &World, people: Vec<PersonEntry>) {
    let described = apply::World {
        people,
        ..apply::World::default()
    };
    write(world, &described).await;
}

/// Somebody with an address and a password, and no second factor.
pub async fn add(world: &World, email: &str, password: &str) {
    let person = PersonEntry {
        password: Some(SecretText::from(password.to_owned())),
        ..somebody(email, "Nora", "Neu")
    };
    settle(world, vec![person]).await;
}

/// Somebody is invited, in German, and has not followed the invitation: its mail waits to be sent.
pub async fn invite(world: &World, email: &str, company: Option<&str>) {
    let invitee = Invitee {
        email: email.to_owned(),
        given_name: "Dora".to_owned(),
        family_name: String::new(),
        language: Some("de".to_owned()),
        company: company.map(str::to_owned),
        role: Role::Member,
        roles: Vec::new(),
        client_id: None,
    };
    invite::invite(world.ctx(), &invitee)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
}

/// A company requires a second factor of its members: at once, or after a day.
pub async fn company_requires(world: &World, slug: &str, name: &str, grace_until: Option<Date>) {
    let company = CompanyEntry {
        slug: slug.to_owned(),
        name: name.to_owned(),
        second_factor: CompanyPolicy::Required,
        grace_until,
    };
    write(
        world,
        &apply::World {
            companies: vec![company],
            ..apply::World::default()
        },
    )
    .await;
}

/// The account must set up a second factor at its next login: switched on by its person, or else reset.
pub async fn must_enroll(world: &World, name: &str, is_wanted: bool) {
    let (store, person) = (world.store().await, world.person(name).await);
    assert!(
        people::set_second_factor_wanted(store, &person.id, is_wanted)
            .await
            .unwrap()
    );
    assert!(people::set_must_enroll(store, &person.id, true).await.unwrap());
}

/// Somebody has no second factor any more, as if it had never been set up.
pub async fn forget_authenticator(world: &World, name: &str) {
    let (store, person) = (world.store().await, world.person(name).await);
    authenticators::delete_of_person(store, &person.id).await.unwrap();
}

/// Somebody has these instance roles and no others.
pub async fn give_role(world: &World, name: &str, roles: &[InstanceRole]) {
    let (store, person) = (world.store().await, world.person(name).await);
    let is_support = roles.contains(&InstanceRole::Support);
    let is_operator = roles.contains(&InstanceRole::Operator);
    assert!(
        people::set_roles(store, &person.id, is_support, is_operator)
            .await
            .unwrap()
    );
}

async fn write(world: &World, description: &apply::World) {
    apply(world.ctx(), description, Mode::Apply)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
}

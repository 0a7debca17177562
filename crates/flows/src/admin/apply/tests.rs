//! Applying to an empty database, again, after changes, and beside another process.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod invited;
mod refused;
mod setup;

use super::*;
use setup::{ada, applied, client, company, ctx, person, person_row, world};
use voltkey_crypto::password::Verdict;
use voltkey_crypto::totp::Secret;
use voltkey_store::companies::CompanyPolicy;
use voltkey_store::memberships::{self, Role};
use voltkey_store::people::{self, Details};

fn whats(report: &Report) -> Vec<&What> {
    report.changes.iter().map(|change| &change.what).collect()
}

#[tokio::test]
async fn an_empty_database_gets_everything_and_the_second_time_nothing_changes() {
    let ctx = ctx().await;
    let report = applied(&ctx, &world()).await;
    assert_eq!(
        report.to_string(),
        "+ client platform\n\
         + company sonnenfeld\n\
         + person ada@sonnenfeld.example\n\
         + person dora@sonnenfeld.example (invited)\n\
         0 unchanged"
    );
    let generation = voltkey_store::generation::current(&ctx.store).await.unwrap();
    assert_eq!(applied(&ctx, &world()).await.to_string(), "4 unchanged");
    let later = voltkey_store::generation::current(&ctx.store).await.unwrap();
    assert_eq!(generation, later, "an unchanged client empties no cache");
}

#[tokio::test]
async fn a_person_is_created_ready_to_log_in() {
    let ctx = ctx().await;
    applied(&ctx, &world()).await;
    let ada = person_row(&ctx, "ada@sonnenfeld.example").await;
    let hash = ada.password_hash.as_ref().unwrap().as_str();
    assert_eq!(
        ctx.passwords.verify("Sonne-2026!", Some(hash)).await,
        Ok(Verdict::Right)
    );
    assert!(ada.email_verified && ada.activated_at.is_some() && ada.is_support && !ada.is_operator);
    let memberships = memberships::of_person(&ctx.store, &ada.id).await.unwrap();
    assert_eq!(
        (memberships[0].slug.as_str(), memberships[0].role),
        ("sonnenfeld", Role::Admin)
    );

    let authenticators = voltkey_store::authenticators::of_person(&ctx.store, &ada.id)
        .await
        .unwrap();
    let purpose = crate::account::enter_pin::SECRET_PURPOSE;
    let secret = ctx
        .master
        .open(purpose, &authenticators[0].id, &authenticators[0].secret)
        .unwrap();
    let expected = Secret::from_base32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
    assert_eq!(&secret[..], expected.as_bytes());
}

#[tokio::test]
async fn a_hash_of_another_system_is_stored_as_it_is() {
    let ctx = ctx().await;
    let hash = "$2b$04$abcdefghijklmnopqrstuuqdwf05Qn1R9cZ96JtX8fQROCELfzJWS";
    let ben = PersonEntry {
        password_hash: Some(hash.to_owned().into()),
        ..person("ben@sonnenfeld.example")
    };
    applied(
        &ctx,
        &World {
            people: vec![ben],
            ..World::default()
        },
    )
    .await;
    let ben = person_row(&ctx, "ben@sonnenfeld.example").await;
    assert_eq!(ben.password_hash.unwrap().as_str(), hash);
    assert!(ben.activated_at.is_some());
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_writes_nothing() {
    let ctx = ctx().await;
    let dry = apply(&ctx, &world(), Mode::DryRun).await.unwrap();
    assert!(
        dry.to_string()
            .ends_with("0 unchanged (dry run: nothing was written)")
    );
    assert!(voltkey_store::clients::all(&ctx.store).await.unwrap().is_empty());
    assert!(
        people::by_email_key(&ctx.store, "ada@sonnenfeld.example")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(dry.changes, applied(&ctx, &world()).await.changes);
}

#[tokio::test]
async fn a_client_is_updated_where_it_differs() {
    let ctx = ctx().await;
    applied(&ctx, &world()).await;
    let apply_client = async |entry| {
        let report = applied(
            &ctx,
            &World {
                clients: vec![entry],
                ..World::default()
            },
        )
        .await;
        report.changes[0].what.clone()
    };
    let secret = || Some(SecretText::from("another-secret-0123456789abcdef012".to_owned()));
    let named = |name: &str| client(name, "https://app.example/callback");

    let renamed = ClientEntry::new(named("Another name"), Some(setup::client_secret()));
    assert_eq!(apply_client(renamed).await, What::Updated(vec!["name".into()]));
    let new_secret = ClientEntry::new(named("Another name"), secret());
    assert_eq!(
        apply_client(new_secret.clone()).await,
        What::Updated(vec!["secret".into()])
    );
    assert_eq!(apply_client(new_secret).await, What::Unchanged);
    let public = ClientEntry::new(named("Another name"), None);
    assert_eq!(apply_client(public).await, What::Updated(vec!["secret".into()]));

    let row = voltkey_store::clients::find(&ctx.store, "platform")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.secret_hash, None);
}

#[tokio::test]
async fn what_somebody_else_makes_of_a_client_meanwhile_is_not_written_over_unseen() {
    let ctx = ctx().await;
    let named = |name: &str| World {
        clients: vec![ClientEntry::new(
            client(name, "https://app.example/callback"),
            Some(setup::client_secret()),
        )],
        ..World::default()
    };
    let plan = async |world: &World| {
        let known = companies::find_named(&ctx, world).await.unwrap();
        Plan::make(&ctx, world, known).await.unwrap()
    };
    let (mine, theirs) = (named("Mine"), named("Theirs"));
    let before_it_is_made = plan(&mine).await;
    applied(&ctx, &named("First")).await;
    let before_it_is_changed = plan(&mine).await;
    applied(&ctx, &theirs).await;
    for planned in [before_it_is_made, before_it_is_changed] {
        assert!(!planned.write(&ctx.store).await.unwrap());
        assert_eq!(whats(&applied(&ctx, &theirs).await), [&What::Unchanged]);
    }
    let report = applied(&ctx, &mine).await;
    assert_eq!(whats(&report), [&What::Updated(vec!["name".into()])]);
}

#[tokio::test]
async fn a_company_is_updated_where_it_differs() {
    let ctx = ctx().await;
    applied(&ctx, &world()).await;
    let sonnenfeld = CompanyEntry {
        name: "Sonnenfeld AG".into(),
        second_factor: CompanyPolicy::Required,
        grace_until: Some(jiff::civil::date(2027, 2, 6)),
        ..company("sonnenfeld")
    };
    let described = World {
        companies: vec![sonnenfeld],
        ..World::default()
    };
    let report = applied(&ctx, &described).await;
    assert_eq!(
        report.to_string(),
        "~ company sonnenfeld: name, second_factor, grace_until\n0 unchanged"
    );
    let row = voltkey_store::companies::by_slug(&ctx.store, "sonnenfeld")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (row.name.as_str(), row.grace_until.as_deref()),
        ("Sonnenfeld AG", Some("2027-02-06"))
    );
    assert_eq!(whats(&applied(&ctx, &described).await), [&What::Unchanged]);
}

#[tokio::test]
async fn what_people_have_changed_themselves_is_not_undone() {
    let ctx = ctx().await;
    applied(&ctx, &world()).await;
    let before = person_row(&ctx, "ada@sonnenfeld.example").await;
    let details = Details {
        given_name: "Adele",
        family_name: "Winter",
        phone: None,
        language: "de",
    };
    people::set_details(&ctx.store, &before.id, &details, ctx.now())
        .await
        .unwrap();
    people::set_password(
        &ctx.store,
        &before.id,
        &String::from("$chosen$").into(),
        ctx.now(),
    )
    .await
    .unwrap();
    voltkey_store::authenticators::delete_of_person(&ctx.store, &before.id)
        .await
        .unwrap();

    assert_eq!(applied(&ctx, &world()).await.to_string(), "4 unchanged");
    let after = person_row(&ctx, "ada@sonnenfeld.example").await;
    assert_eq!(
        (after.given_name.as_str(), after.language.as_str()),
        ("Adele", "de")
    );
    assert_eq!(after.password_hash.unwrap().as_str(), "$chosen$");
    let authenticators = voltkey_store::authenticators::of_person(&ctx.store, &before.id)
        .await
        .unwrap();
    assert!(authenticators.is_empty());
}

#[tokio::test]
async fn roles_and_memberships_follow_the_description_and_others_stay() {
    let ctx = ctx().await;
    applied(&ctx, &world()).await;
    let membership = |company: &str, role| MembershipEntry {
        company: company.into(),
        role,
    };
    let elsewhere = PersonEntry {
        memberships: vec![membership("solluna", Role::Member)],
        roles: Some(vec![InstanceRole::Operator]),
        // However it is written, it is the same account.
        ..person("Ada@Sonnenfeld.example")
    };
    let described = World {
        companies: vec![company("solluna")],
        people: vec![elsewhere],
        ..World::default()
    };
    let report = applied(&ctx, &described).await;
    let fields = vec!["roles".to_owned(), "member of solluna".to_owned()];
    assert_eq!(whats(&report), [&What::Created, &What::Updated(fields)]);

    let demoted = PersonEntry {
        memberships: vec![membership("sonnenfeld", Role::Member)],
        roles: None,
        ..ada()
    };
    let report = applied(
        &ctx,
        &World {
            people: vec![demoted],
            ..World::default()
        },
    )
    .await;
    assert_eq!(
        whats(&report),
        [&What::Updated(vec!["member of sonnenfeld".into()])]
    );

    let ada = person_row(&ctx, "ada@sonnenfeld.example").await;
    assert!(ada.is_operator && !ada.is_support);
    let memberships = memberships::of_person(&ctx.store, &ada.id).await.unwrap();
    let found: Vec<_> = memberships
        .iter()
        .map(|found| (found.slug.as_str(), found.role))
        .collect();
    assert_eq!(found, [("solluna", Role::Member), ("sonnenfeld", Role::Member)]);
}

#[tokio::test]
async fn an_address_becomes_verified_and_never_less() {
    let ctx = ctx().await;
    let described = |email_verified| World {
        people: vec![PersonEntry {
            email_verified,
            password: Some("Sonne-2026!".into()),
            ..person("ben@sonnenfeld.example")
        }],
        ..World::default()
    };
    applied(&ctx, &described(false)).await;
    let report = applied(&ctx, &described(true)).await;
    assert_eq!(whats(&report), [&What::Updated(vec!["email_verified".into()])]);
    assert_eq!(whats(&applied(&ctx, &described(false)).await), [&What::Unchanged]);
    assert!(person_row(&ctx, "ben@sonnenfeld.example").await.email_verified);
}

#[tokio::test]
async fn two_at_once_make_everything_once() {
    let ctx = ctx().await;
    let described = world();
    let (one, other) = tokio::join!(
        apply(&ctx, &described, Mode::Apply),
        apply(&ctx, &described, Mode::Apply),
    );
    let created = |report: &Report| {
        whats(report)
            .into_iter()
            .filter(|what| **what == What::Created)
            .count()
    };
    assert_eq!(created(&one.unwrap()) + created(&other.unwrap()), 3);
}

#[test]
fn secrets_are_not_shown() {
    let shown = format!("{:?}", world());
    for secret in ["Sonne-2026!", "JBSWY3DPEHPK3PXP", setup::client_secret().as_str()] {
        assert!(!shown.contains(secret));
    }
}

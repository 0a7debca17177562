//! What is refused, each with its reason, and what only deserves a warning.

use super::super::*;
use super::setup::{ada, applied, client, company, ctx, ctx_with, person, world};
use crate::settings::SecondFactorPolicy;
use jiff::civil::date;
use voltkey_store::companies::CompanyPolicy;
use voltkey_store::memberships::Role;

/// Everything that is said about a world that is refused, one problem a line.
async fn complaints(ctx: &Ctx, world: &World) -> String {
    let refused = apply(ctx, world, Mode::Apply)
        .await
        .expect_err("something is wrong");
    assert!(matches!(refused, ApplyError::Refused(_)), "{refused}");
    refused.to_string()
}

fn people(people: Vec<PersonEntry>) -> World {
    World {
        people,
        ..World::default()
    }
}

fn companies(companies: Vec<CompanyEntry>) -> World {
    World {
        companies,
        ..World::default()
    }
}

#[tokio::test]
async fn one_problem_refuses_everything() {
    let ctx = ctx().await;
    let mut described = world();
    described.people.push(person("nobody"));
    assert_eq!(
        complaints(&ctx, &described).await,
        "person nobody: email: is not an e-mail address"
    );
    assert!(voltkey_store::clients::all(&ctx.store).await.unwrap().is_empty());
    assert!(
        voltkey_store::companies::by_slug(&ctx.store, "sonnenfeld")
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn every_problem_is_told_at_once_with_its_entry() {
    let ctx = ctx().await;
    let mut described = world();
    described.clients.push(ClientEntry::new(
        client("Other", "http://app.example/#x"),
        Some(String::new().into()),
    ));
    described.companies.push(company("Sol y Luna"));
    described.companies.push(CompanyEntry {
        name: " ".into(),
        ..company("sonnenfeld")
    });
    described.people.push(PersonEntry {
        language: "fr".into(),
        ..person(" ADA@sonnenfeld.example")
    });
    assert_eq!(
        complaints(&ctx, &described).await,
        "client platform: id: stands in the file twice: remove one of the two entries\n\
         client platform: redirect_uris: http://app.example/#x: must not have a fragment (RFC 6749, 3.1.2)\n\
         client platform: secret: is empty: leave the key out for a public client\n\
         company Sol y Luna: slug: must be 1 to 63 of a to z, 0 to 9 and inner hyphens, such as \"sonnenfeld\"\n\
         company sonnenfeld: slug: stands in the file twice: remove one of the two entries\n\
         company sonnenfeld: name: is empty: write what people shall read\n\
         person ADA@sonnenfeld.example: email: is the same account as ada@sonnenfeld.example: \
         make one entry of the two\n\
         person ADA@sonnenfeld.example: language: expected one of en, es, de, found \"fr\""
    );
}

#[tokio::test]
async fn a_problem_knows_its_place() {
    let mut described = world();
    described.people.push(person("nobody"));
    let Err(ApplyError::Refused(problems)) = apply(&ctx().await, &described, Mode::Apply).await else {
        panic!("something is wrong")
    };
    let entry = Entry {
        kind: Kind::Person,
        index: 2,
        name: "nobody".into(),
    };
    assert_eq!(
        (&problems[0].entry, problems[0].field.as_str()),
        (&entry, "email")
    );
}

#[tokio::test]
async fn a_membership_names_a_company_that_is_described_or_known() {
    let ctx = ctx().await;
    let member = |company: &str| MembershipEntry {
        company: company.into(),
        role: Role::Member,
    };
    let memberships = vec![member("solluna"), member("sonnenfeld"), member("sonnenfeld")];
    let described = people(vec![PersonEntry {
        memberships,
        ..person("ben@sonnenfeld.example")
    }]);
    let twice = "person ben@sonnenfeld.example: memberships: sonnenfeld stands there twice: keep one of the two roles";
    assert_eq!(
        complaints(&ctx, &described).await,
        format!(
            "person ben@sonnenfeld.example: memberships: there is no company \"solluna\": describe it under [[companies]]\n\
             person ben@sonnenfeld.example: memberships: there is no company \"sonnenfeld\": describe it under [[companies]]\n\
             {twice}"
        )
    );
    applied(&ctx, &companies(vec![company("solluna"), company("sonnenfeld")])).await;
    assert_eq!(complaints(&ctx, &described).await, twice);
}

#[tokio::test]
async fn passwords_hashes_and_authenticators_must_be_of_use() {
    let ctx = ctx().await;
    let text = |text: &str| Some(SecretText::from(text.to_owned()));
    let reason = async |entry: PersonEntry| {
        let complaint = complaints(&ctx, &people(vec![entry])).await;
        complaint.replace("person ada@sonnenfeld.example: ", "")
    };
    let hash = "$2b$04$abcdefghijklmnopqrstuuqdwf05Qn1R9cZ96JtX8fQROCELfzJWS";
    let plain = || PersonEntry {
        memberships: Vec::new(),
        ..ada()
    };
    assert_eq!(
        reason(PersonEntry {
            password_hash: text(hash),
            ..plain()
        })
        .await,
        "password_hash: stands beside password: remove one of the two"
    );
    assert_eq!(
        reason(PersonEntry {
            password: None,
            password_hash: text("$md5$x"),
            ..plain()
        })
        .await,
        "password_hash: the hash is no PHC string of argon2, pbkdf2-sha256, pbkdf2-sha512 or scrypt, \
         and no bcrypt hash"
    );
    assert_eq!(
        reason(PersonEntry {
            password: text(""),
            ..plain()
        })
        .await,
        "password: is empty: leave the key out for a person who has none yet"
    );
    assert_eq!(
        reason(PersonEntry {
            otp_secret: text("JBSWY3DPEHPK3P"),
            ..plain()
        })
        .await,
        "otp_secret: the secret has 64 bits; at least 80 are needed"
    );
}

#[tokio::test]
async fn a_company_may_only_tighten_what_the_instance_asks() {
    let in_company = |second_factor, grace_until| {
        companies(vec![CompanyEntry {
            second_factor,
            grace_until,
            ..company("solluna")
        }])
    };
    let end = date(2027, 2, 6);
    let dated = ctx_with(SecondFactorPolicy {
        required: true,
        grace_until: Some(end),
    })
    .await;
    assert_eq!(
        complaints(
            &dated,
            &in_company(CompanyPolicy::Required, Some(date(2027, 2, 7)))
        )
        .await,
        "company solluna: grace_until: 2027-02-07 is later than the instance's 2027-02-06: \
         take that day or an earlier one"
    );
    applied(&dated, &in_company(CompanyPolicy::Inherit, Some(end))).await;
    let loose = applied(&dated, &in_company(CompanyPolicy::Optional, None)).await;
    assert_eq!(loose.warnings.len(), 1);

    let at_once = ctx_with(SecondFactorPolicy {
        required: true,
        grace_until: None,
    })
    .await;
    assert_eq!(
        complaints(&at_once, &in_company(CompanyPolicy::Required, Some(end))).await,
        "company solluna: grace_until: is too late: this instance requires a second factor already, \
         so leave the key out"
    );

    let free = ctx().await;
    let dateless = applied(
        &free,
        &in_company(CompanyPolicy::Required, Some(date(2099, 1, 1))),
    )
    .await;
    assert_eq!(dateless.warnings, []);
    let idle = applied(&free, &in_company(CompanyPolicy::Inherit, Some(end))).await;
    assert_eq!(idle.warnings.len(), 1);
}

#[tokio::test]
async fn weak_secrets_are_taken_with_a_warning() {
    let ctx = ctx().await;
    let platform = client("Platform", "https://app.example/callback");
    let ben = PersonEntry {
        password: Some("sonne".to_owned().into()),
        otp_secret: Some("JBSWY3DPEHPK3PXP".to_owned().into()),
        ..person("ben@sonnenfeld.example")
    };
    let described = World {
        clients: vec![ClientEntry::new(platform, Some("short".to_owned().into()))],
        people: vec![ben],
        ..World::default()
    };
    assert_eq!(
        applied(&ctx, &described).await.to_string(),
        "+ client platform\n\
         + person ben@sonnenfeld.example\n\
         ! client platform: secret: is shorter than 32 characters: take a random one\n\
         ! person ben@sonnenfeld.example: password: breaks the rules for passwords: fewer than 8 characters, \
         no upper-case letter, no digit, no special character, easily guessed\n\
         ! person ben@sonnenfeld.example: otp_secret: has fewer than 128 bits, the least that RFC 4226 demands\n\
         0 unchanged"
    );
}

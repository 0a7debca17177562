//! People without a password: one invitation for each company, once.

use super::*;
use crate::jobs::{self, Task};
use voltkey_store::invitations::{self, Invitation, InvitationState};

const DORA: &str = "dora@sonnenfeld.example";

async fn invitations(ctx: &Ctx) -> Vec<Invitation> {
    invitations::to_address(&ctx.store, DORA).await.unwrap()
}

/// Who gets a mail about an invitation to which company.
async fn mailed(ctx: &Ctx) -> Vec<(String, Option<String>)> {
    let mut mails = Vec::new();
    while let Some(claimed) = jobs::claim(ctx).await.unwrap() {
        jobs::done(ctx, &claimed, None).await.unwrap();
        if let Task::Invitation(mail) = claimed.task {
            mails.push((mail.email, mail.company));
        }
    }
    mails
}

fn dora(memberships: &[(&str, Role)]) -> World {
    let memberships = memberships.iter().map(|(company, role)| MembershipEntry {
        company: (*company).to_owned(),
        role: *role,
    });
    let dora = PersonEntry {
        memberships: memberships.collect(),
        ..person(DORA)
    };
    World {
        companies: vec![company("sonnenfeld"), company("solluna")],
        people: vec![dora],
        ..World::default()
    }
}

#[tokio::test]
async fn each_company_invites_once() {
    let ctx = ctx().await;
    let both = dora(&[("sonnenfeld", Role::Member), ("solluna", Role::Admin)]);
    applied(&ctx, &both).await;
    assert!(people::by_email_key(&ctx.store, DORA).await.unwrap().is_none());
    // Made in one moment, they stand in whatever order.
    let made = invitations(&ctx).await;
    let roles = [Role::Member, Role::Admin];
    assert!(made.len() == 2 && roles.iter().all(|role| made.iter().any(|one| one.role == *role)));
    assert_eq!(mailed(&ctx).await.len(), 2);

    assert_eq!(applied(&ctx, &both).await.to_string(), "3 unchanged");
    invitations::withdraw(
        &ctx.store,
        DORA,
        invitations(&ctx).await[1].company_id.as_ref(),
        ctx.now(),
    )
    .await
    .unwrap();
    assert_eq!(applied(&ctx, &both).await.to_string(), "3 unchanged");
    assert_eq!(mailed(&ctx).await, []);
}

#[tokio::test]
async fn an_open_invitation_follows_the_description() {
    let ctx = ctx().await;
    applied(&ctx, &dora(&[("sonnenfeld", Role::Member)])).await;
    let report = applied(&ctx, &dora(&[("sonnenfeld", Role::Admin)])).await;
    assert_eq!(
        report.to_string(),
        format!("~ person {DORA}: admin of sonnenfeld\n2 unchanged")
    );
    assert_eq!(invitations(&ctx).await[0].role, Role::Admin);
}

#[tokio::test]
async fn who_is_given_a_password_needs_no_invitation_any_more() {
    let ctx = ctx().await;
    let mut world = dora(&[("sonnenfeld", Role::Member), ("solluna", Role::Member)]);
    applied(&ctx, &world).await;
    world.people[0].password = Some("Kraftwerk-Berlin-7".into());
    world.people[0].memberships.pop();
    assert_eq!(
        applied(&ctx, &world).await.to_string(),
        format!("+ person {DORA}\n2 unchanged")
    );
    let found = invitations(&ctx).await;
    let count = |state| found.iter().filter(|one| one.state == state).count();
    let counts = (count(InvitationState::Withdrawn), count(InvitationState::Open));
    assert_eq!(counts, (1, 1), "the other company's stands");
}

#[tokio::test]
async fn who_belongs_to_no_company_is_invited_too() {
    let ctx = ctx().await;
    let mut world = dora(&[]);
    world.people[0].roles = Some(vec![InstanceRole::Support]);
    world.people[0].otp_secret = Some("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into());
    applied(&ctx, &world).await;
    let invitation = &invitations(&ctx).await[0];
    assert!(invitation.company_id.is_none() && invitation.is_support && !invitation.is_operator);
    let sealed = invitation.otp_secret.as_ref().unwrap();
    let purpose = crate::account::activate::BROUGHT_SECRET;
    let opened = ctx.master.open(purpose, &invitation.id, sealed).unwrap();
    let expected = Secret::from_base32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
    assert_eq!(&opened[..], expected.as_bytes());
    assert_eq!(mailed(&ctx).await, [(DORA.to_owned(), None)]);
}

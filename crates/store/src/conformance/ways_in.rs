//! Invitations, links for forgotten passwords, resets of the second factor, logins by PIN alone, requests to the
//! support.

use super::databases::on_each_database;
use super::samples::*;
use crate::invitations::{Given, Invitation, InvitationState, NewLink, Renewal};
use crate::memberships::Role;
use crate::otp_resets::OtpReset;
use crate::password_resets::PasswordReset;
use crate::pin_logins::PinLogin;
use crate::prune::{Pruned, prune};
use crate::support_requests::SupportRequest;
use crate::{
    Store, StoreError, companies, invitations, otp_resets, password_resets, pin_logins, support_requests,
};
use std::time::Duration;

/// An open invitation to company 1, or outside of companies.
fn invitation(number: u8, company: Option<u8>) -> Invitation {
    Invitation {
        id: format!("invitation-{number}"),
        company_id: company.map(company_id),
        role: Role::Member,
        is_support: false,
        is_operator: false,
        email: "Dora@Example.org".to_owned(),
        email_key: "dora@example.org".to_owned(),
        given_name: "Dora".to_owned(),
        family_name: String::new(),
        language: "de".to_owned(),
        otp_secret: Some(vec![1, 2, 3]),
        client_id: None,
        invited_by: "Ada Sommer".to_owned(),
        mail_job: "job-0".to_owned(),
        state: InvitationState::Open,
        person_id: None,
        created_at: after(number.into()),
        ended_at: None,
    }
}

async fn insert_companies(store: &Store) {
    for number in [1, 2] {
        companies::insert(store, &company(number)).await.unwrap();
    }
}

async fn put_link(store: &Store, number: u8) -> bool {
    in_transaction(store, async |tx| {
        let link = NewLink {
            token_hash: &hash(number),
            invitation_id: "invitation-1",
            mail_job: &format!("job-{number}"),
            created_at: after(number.into()),
            expires_at: after(1000),
        };
        invitations::put_link(tx, &link, number != 9).await
    })
    .await
}

#[tokio::test]
async fn each_company_has_one_open_invitation_of_an_address() {
    on_each_database(async |store| {
        insert_companies(&store).await;
        for (number, company) in [(1, Some(1)), (2, Some(2)), (3, None)] {
            invitations::insert(&store, &invitation(number, company))
                .await
                .unwrap();
        }
        for company in [Some(1), None] {
            let again = invitations::insert(&store, &invitation(4, company)).await;
            assert!(matches!(again, Err(StoreError::Unique(_))), "{again:?}");
        }
        let open = invitations::to_address(&store, "dora@example.org").await.unwrap();
        let ids: Vec<_> = open.iter().map(|invitation| invitation.id.as_str()).collect();
        assert_eq!(ids, ["invitation-1", "invitation-2", "invitation-3"]);
        assert!(
            invitations::withdraw(&store, "dora@example.org", None, after(9))
                .await
                .unwrap()
        );
        let gone = invitations::by_id(&store, "invitation-3").await.unwrap().unwrap();
        assert_eq!(
            (gone.state, gone.ended_at, gone.otp_secret),
            (InvitationState::Withdrawn, Some(after(9)), None)
        );
        invitations::insert(&store, &invitation(5, None)).await.unwrap();
        assert!(
            !invitations::withdraw(&store, "nobody@example.org", Some(&company_id(1)), NOW)
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn another_address_leaves_no_link_to_the_old_one() {
    on_each_database(async |store| {
        insert_companies(&store).await;
        let other = Invitation {
            email_key: "erika@example.org".to_owned(),
            ..invitation(2, Some(1))
        };
        for invitation in [&invitation(1, Some(1)), &other] {
            invitations::insert(&store, invitation).await.unwrap();
        }
        assert!(put_link(&store, 1).await);
        let readdress = async |id: &str, email: &str| {
            let mut tx = store.begin().await.unwrap();
            let outcome = invitations::readdress(&mut tx, id, email, &email.to_lowercase()).await;
            if outcome.is_ok() {
                tx.commit().await.unwrap();
            }
            outcome
        };
        let taken = readdress("invitation-1", "Erika@example.org").await;
        assert!(matches!(taken, Err(StoreError::Unique(_))), "{taken:?}");
        assert!(invitations::by_link(&store, &hash(1)).await.unwrap().is_some());

        assert!(readdress("invitation-1", "Dora@Right.example").await.unwrap());
        assert_eq!(invitations::by_link(&store, &hash(1)).await.unwrap(), None);
        let found = invitations::by_id(&store, "invitation-1").await.unwrap().unwrap();
        assert_eq!(
            (found.email.as_str(), found.email_key.as_str()),
            ("Dora@Right.example", "dora@right.example")
        );
        let mut taken_back = Vec::new();
        for at in [5, 6] {
            taken_back.push(
                invitations::take_back(&store, "invitation-1", after(at))
                    .await
                    .unwrap(),
            );
        }
        assert_eq!(taken_back, [true, false]);
        let found = invitations::by_id(&store, "invitation-1").await.unwrap().unwrap();
        assert_eq!(
            (found.state, found.ended_at, found.otp_secret),
            (InvitationState::Withdrawn, Some(after(5)), None)
        );
        assert!(!readdress("invitation-1", "late@example.org").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_later_link_takes_the_place_of_an_earlier_one() {
    on_each_database(async |store| {
        insert_companies(&store).await;
        insert_person(&store).await;
        invitations::insert(&store, &invitation(1, Some(1)))
            .await
            .unwrap();
        assert!(put_link(&store, 1).await);
        assert!(put_link(&store, 2).await);
        let old = invitations::by_link(&store, &hash(1)).await.unwrap().unwrap();
        let new = invitations::by_link(&store, &hash(2)).await.unwrap().unwrap();
        assert_eq!((old.replaced_at, new.replaced_at), (Some(after(2)), None));
        assert_eq!(
            (new.company_name.as_deref(), new.expires_at),
            (Some("Company 1"), after(1000))
        );
        assert_eq!(new.invitation.mail_job, "job-2");
        assert_eq!(invitations::by_link(&store, &hash(3)).await.unwrap(), None);
        assert!(put_link(&store, 9).await);
        let beside = invitations::by_link(&store, &hash(2)).await.unwrap().unwrap();
        assert_eq!(
            beside.replaced_at, None,
            "the ninth leaves the others as they are"
        );
        let renewal = Renewal {
            given_name: "Dorothea",
            family_name: "Neu",
            language: "es",
            client_id: None,
        };
        assert!(
            invitations::renew(&store, "invitation-1", &renewal)
                .await
                .unwrap()
        );
        assert!(
            !invitations::renew(&store, "invitation-7", &renewal)
                .await
                .unwrap()
        );
        let renewed = invitations::by_id(&store, "invitation-1").await.unwrap().unwrap();
        assert_eq!(
            (renewed.given_name.as_str(), renewed.language.as_str()),
            ("Dorothea", "es")
        );

        assert!(
            invitations::set_roles(
                &store,
                "invitation-1",
                "dora@example.org",
                Role::Admin,
                true,
                false
            )
            .await
            .unwrap()
        );
        assert!(
            !invitations::set_roles(
                &store,
                "invitation-1",
                "old@example.org",
                Role::Member,
                false,
                true
            )
            .await
            .unwrap(),
            "what is meant for one address is nobody else's"
        );
        let given = Given {
            role: Role::Admin,
            is_support: true,
            is_operator: false,
        };
        let mut accepted = Vec::new();
        for (email_key, seconds) in [
            ("old@example.org", 4),
            ("dora@example.org", 5),
            ("dora@example.org", 6),
        ] {
            accepted.push(
                invitations::accept(&store, "invitation-1", email_key, after(seconds))
                    .await
                    .unwrap(),
            );
        }
        assert_eq!(
            accepted,
            [None, Some(given), None],
            "once, at the address that it has by then, and with the roles"
        );
        invitations::set_person(&store, "invitation-1", &person_id(1))
            .await
            .unwrap();
        assert!(!put_link(&store, 3).await, "it is not open any more");
        let accepted = invitations::by_id(&store, "invitation-1").await.unwrap().unwrap();
        assert_eq!(
            (accepted.state, accepted.person_id, accepted.role),
            (InvitationState::Accepted, Some(person_id(1)), Role::Admin)
        );
        assert!(
            !invitations::set_roles(
                &store,
                "invitation-1",
                "dora@example.org",
                Role::Member,
                false,
                false
            )
            .await
            .unwrap()
        );
    })
    .await;
}

fn password_reset(number: u8) -> PasswordReset {
    PasswordReset {
        token_hash: hash(number),
        person_id: person_id(1),
        email_key: "person1@example.org".to_owned(),
        client_id: None,
        created_at: NOW,
        expires_at: after(3600),
        used_at: None,
    }
}

#[tokio::test]
async fn a_password_link_works_once_and_for_its_time() {
    on_each_database(async |store| {
        insert_person(&store).await;
        for number in [1, 2, 3] {
            password_resets::insert(&store, &password_reset(number))
                .await
                .unwrap();
        }
        assert_eq!(
            password_resets::find(&store, &hash(1)).await.unwrap(),
            Some(password_reset(1))
        );
        assert!(
            !password_resets::spend(&store, &hash(1), after(3600))
                .await
                .unwrap(),
            "too late"
        );
        assert!(password_resets::spend(&store, &hash(1), after(10)).await.unwrap());
        assert!(!password_resets::spend(&store, &hash(1), after(11)).await.unwrap());
        let ended = password_resets::end_all_of_person(&store, &person_id(1), after(12)).await;
        assert_eq!(ended.unwrap(), 2);
        assert!(!password_resets::spend(&store, &hash(2), after(13)).await.unwrap());
        assert_eq!(password_resets::prune(&store, after(3601), 2).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_reset_takes_the_place_of_an_earlier_one_and_is_spent_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let reset = |number: u8| OtpReset {
            person_id: person_id(1),
            code_mac: hash(number),
            created_at: after(number.into()),
            expires_at: after(1000),
        };
        otp_resets::put(&store, &reset(1)).await.unwrap();
        otp_resets::put(&store, &reset(2)).await.unwrap();
        assert_eq!(
            otp_resets::find(&store, &person_id(1)).await.unwrap(),
            Some(reset(2))
        );
        assert!(!otp_resets::spend(&store, &person_id(1), &hash(1)).await.unwrap());
        assert!(otp_resets::spend(&store, &person_id(1), &hash(2)).await.unwrap());
        assert_eq!(otp_resets::find(&store, &person_id(1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_browser_s_pin_cookie_changes_with_each_use() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let login = |number: u8, browser: u8| PinLogin {
            token_hash: hash(number),
            person_id: person_id(1),
            browser_hash: hash(browser),
            password_at: NOW,
            expires_at: after(3600),
        };
        pin_logins::put(&store, &login(1, 100)).await.unwrap();
        pin_logins::put(&store, &login(2, 100)).await.unwrap();
        pin_logins::put(&store, &login(3, 101)).await.unwrap();
        assert_eq!(pin_logins::find(&store, &hash(1)).await.unwrap(), None);
        assert!(pin_logins::rotate(&store, &hash(2), &hash(4)).await.unwrap());
        assert!(!pin_logins::rotate(&store, &hash(2), &hash(5)).await.unwrap());
        assert_eq!(
            pin_logins::find(&store, &hash(4)).await.unwrap(),
            Some(login(4, 100))
        );
        assert!(
            pin_logins::delete_in_browser(&store, &person_id(1), &hash(100))
                .await
                .unwrap()
        );
        assert!(pin_logins::delete(&store, &hash(3)).await.unwrap());
        assert!(!pin_logins::delete(&store, &hash(3)).await.unwrap());
        pin_logins::put(&store, &login(6, 100)).await.unwrap();
        pin_logins::put(&store, &login(7, 101)).await.unwrap();
        assert_eq!(
            pin_logins::delete_elsewhere(&store, &person_id(1), &hash(100))
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            pin_logins::delete_of_person(&store, &person_id(1)).await.unwrap(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_pruned() {
    on_each_database(async |store| {
        const DAY: u64 = 24 * 3600;
        insert_person(&store).await;
        password_resets::insert(&store, &password_reset(1)).await.unwrap();
        invitations::insert(&store, &invitation(1, None)).await.unwrap();
        assert!(put_link(&store, 1).await);
        let login = PinLogin {
            token_hash: hash(1),
            person_id: person_id(1),
            browser_hash: hash(2),
            password_at: NOW,
            expires_at: after(3600),
        };
        pin_logins::put(&store, &login).await.unwrap();
        let request = SupportRequest {
            reference: "VK-AAAA-BBBB".to_owned(),
            at: NOW,
            person_id: Some(person_id(1)),
            name: "Zoë".to_owned(),
            email: "zoe@example.org".to_owned(),
            topic: "other".to_owned(),
            message: "Hello\nthere".to_owned(),
            language: "en".to_owned(),
            network: "192.0.2.1".to_owned(),
            user_agent: "Browser/1.0".to_owned(),
        };
        support_requests::insert(&store, &request).await.unwrap();
        assert_eq!(
            support_requests::find(&store, "VK-AAAA-BBBB").await.unwrap(),
            Some(request)
        );
        let pruned = async |days| {
            prune(&store, after(days * DAY), Duration::from_secs(900), 10)
                .await
                .unwrap()
        };
        let only = |pin_logins, password_resets, support_requests| Pruned {
            pin_logins,
            password_resets,
            support_requests,
            // It has the same time as the link for a password.
            invitation_links: password_resets,
            ..Pruned::default()
        };
        assert_eq!(pruned(1).await, only(1, 0, 0));
        assert_eq!(pruned(31).await, only(0, 1, 0));
        assert_eq!(pruned(366).await, only(0, 0, 1));
    })
    .await;
}

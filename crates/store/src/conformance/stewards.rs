//! What whoever manages a company changes: policy, look, logo, more time for a member; and reminders.

use super::databases::on_each_database;
use super::samples::*;
use crate::companies::{self, CompanyPolicy};
use crate::company_logos::{self, Logo};
use crate::memberships::{self, Role, RollOut};
use crate::people::{self, BlockReason};
use crate::reminders::{self, Batch};
use crate::{Store, authenticators};

/// Company 1 with so many members, of whom the first is blocked, the second has a second factor, and the third was never
/// activated.
async fn insert_members(store: &Store, count: u8) {
    companies::insert(store, &company(1)).await.unwrap();
    for number in 1..=count {
        let mut member = person(number);
        if number == 3 {
            (member.activated_at, member.password_hash) = (None, None);
        }
        people::insert(store, &member).await.unwrap();
        memberships::put(store, &member.id, &company_id(1), Role::Member, NOW)
            .await
            .unwrap();
    }
    people::block(store, &person_id(1), BlockReason::Decided, NOW)
        .await
        .unwrap();
    authenticators::insert(store, &authenticator("one", 2))
        .await
        .unwrap();
}

fn authenticator(id: &str, person: u8) -> authenticators::Authenticator {
    authenticators::Authenticator {
        id: id.to_owned(),
        person_id: person_id(person),
        kind: authenticators::AuthenticatorKind::Totp,
        name: "Phone".to_owned(),
        secret: vec![1],
        last_step: 0,
        drift: 0,
        created_at: NOW,
        last_used_at: None,
    }
}

#[tokio::test]
async fn policy_and_look_are_changed_apart() {
    on_each_database(async |store| {
        companies::insert(&store, &company(1)).await.unwrap();
        let id = company_id(1);
        let later = after(1);
        assert!(
            companies::set_policy(&store, &id, CompanyPolicy::Inherit, None, later)
                .await
                .unwrap()
        );
        assert!(
            companies::set_look(&store, &id, "Other", None, Some("#ffffff"), later)
                .await
                .unwrap()
        );
        let expected = companies::Company {
            name: "Other".to_owned(),
            second_factor: CompanyPolicy::Inherit,
            grace_until: None,
            language: None,
            accent: Some("#ffffff".to_owned()),
            updated_at: later,
            ..company(1)
        };
        assert_eq!(
            companies::by_id(&store, &id).await.unwrap(),
            Some(expected.clone())
        );
        // What `apply` describes knows nothing of the look.
        companies::update(&store, &company(1)).await.unwrap();
        let updated = companies::by_id(&store, &id).await.unwrap().unwrap();
        assert_eq!((updated.language, updated.accent), (None, expected.accent));
        let nobody = company_id(9);
        let policy = companies::set_policy(&store, &nobody, CompanyPolicy::Inherit, None, later);
        assert!(!policy.await.unwrap());
        let look = companies::set_look(&store, &nobody, "", None, None, later);
        assert!(!look.await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_company_has_one_logo_which_its_members_know() {
    on_each_database(async |store| {
        insert_members(&store, 2).await;
        let logo = |hash: &str| Logo {
            media_type: "image/png".to_owned(),
            bytes: vec![0, 1, 255],
            hash: hash.to_owned(),
        };
        let id = company_id(1);
        for hash in ["first", "second"] {
            company_logos::put(&store, &id, &logo(hash), NOW).await.unwrap();
        }
        assert_eq!(company_logos::by_hash(&store, "first").await.unwrap(), None);
        assert_eq!(
            company_logos::by_hash(&store, "second").await.unwrap(),
            Some(logo("second"))
        );
        let found = memberships::of_person(&store, &person_id(2)).await.unwrap();
        assert_eq!(found[0].logo.as_deref(), Some("second"));
        assert_eq!(found[0].accent.as_deref(), Some("#0a7d4f"));
        assert_eq!(
            company_logos::hash_of(&store, &id).await.unwrap().as_deref(),
            Some("second")
        );
        assert!(company_logos::remove(&store, &id).await.unwrap());
        assert!(!company_logos::remove(&store, &id).await.unwrap());
        assert_eq!(company_logos::hash_of(&store, &id).await.unwrap(), None);
        let found = memberships::of_person(&store, &person_id(2)).await.unwrap();
        assert_eq!(found[0].logo, None);
    })
    .await;
}

#[tokio::test]
async fn more_time_is_given_to_one_member_of_one_company() {
    on_each_database(async |store| {
        insert_members(&store, 2).await;
        let (id, company) = (person_id(2), company_id(1));
        let until = async || memberships::extended_until(&store, &id, &company).await.unwrap();
        assert_eq!(until().await, None);
        for day in ["2027-03-01", "2027-02-01"] {
            assert!(memberships::extend(&store, &id, &company, day).await.unwrap());
            assert_eq!(until().await.as_deref(), Some(day));
        }
        // Another role is not another membership.
        memberships::put(&store, &id, &company, Role::Admin, NOW)
            .await
            .unwrap();
        let found = memberships::of_person(&store, &id).await.unwrap();
        assert_eq!(found[0].extended_until.as_deref(), Some("2027-02-01"));
        assert!(
            !memberships::extend(&store, &person_id(9), &company, "2027-03-01")
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn the_roll_out_is_counted_in_one_statement() {
    on_each_database(async |store| {
        insert_members(&store, 6).await;
        let company = company_id(1);
        for (number, day) in [(4, "2027-02-10"), (5, "2027-02-09")] {
            memberships::extend(&store, &person_id(number), &company, day)
                .await
                .unwrap();
        }
        people::note_login(&store, &person_id(6), NOW, NOW).await.unwrap();
        in_transaction(&store, async |tx| {
            reminders::claim(tx, &person_id(6), "2027-02-10", NOW).await
        })
        .await;
        assert_eq!(
            memberships::roll_out(&store, &company, "2027-02-10")
                .await
                .unwrap(),
            RollOut {
                enrolled: 1,
                extended: 1,
                without: 3,
                never: 4,
                to_remind: 2,
                invited: 0,
            }
        );
        let empty = memberships::roll_out(&store, &company_id(9), "2027-02-10")
            .await
            .unwrap();
        assert_eq!((empty.enrolled, empty.without, empty.invited), (0, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_due_is_reminded_once_a_day() {
    on_each_database(async |store| {
        insert_members(&store, 6).await;
        let dates = ["2027-02-06", "2027-02-02", "2027-01-31"].map(str::to_owned);
        let others = ["2027-02-07", "2027-02-03", "2027-02-01"].map(str::to_owned);
        assert!(reminders::concerns_any(&store, &dates).await.unwrap());
        assert!(!reminders::concerns_any(&store, &others).await.unwrap());
        memberships::extend(&store, &person_id(5), &company_id(1), "2027-02-07")
            .await
            .unwrap();
        assert!(reminders::concerns_any(&store, &others).await.unwrap());
        let batch = |after, limit| Batch {
            day: "2027-01-30",
            after,
            limit,
        };
        let due = async |dates: &[String; 3], all, batch| {
            let due = reminders::due(&store, dates, all, batch).await.unwrap();
            due.into_iter().map(|person| person.id).collect::<Vec<_>>()
        };
        let all = [4, 5, 6].map(person_id);
        assert_eq!(due(&dates, false, batch("", 9)).await, all);
        assert_eq!(due(&dates, false, batch("person-4", 1)).await, all[1..2]);
        assert_eq!(due(&others, false, batch("", 9)).await, all[1..2]);
        assert_eq!(due(&others, true, batch("", 9)).await, all);
        let claim = async |number| {
            in_transaction(&store, async |tx| {
                reminders::claim(tx, &person_id(number), "2027-01-30", NOW).await
            })
            .await
        };
        assert!(claim(4).await);
        assert!(!claim(4).await, "reminded before");
        assert!(!claim(1).await, "blocked");
        assert!(!claim(2).await, "has a second factor");
        assert!(!claim(9).await, "nobody");
        assert_eq!(due(&dates, false, batch("", 9)).await, all[1..]);
        let listed = reminders::of_company(&store, &company_id(1), batch("", 1))
            .await
            .unwrap();
        assert_eq!(listed[0].email, "Person5@Example.org");
        assert_eq!(reminders::prune(&store, NOW, 9).await.unwrap(), 0);
        assert_eq!(reminders::prune(&store, after(1), 9).await.unwrap(), 1);
        assert!(claim(4).await);
    })
    .await;
}
